// librdkafka's errors by what is to be done next. Used by the files of this folder alone.
#pragma once

#include <string>
#include <string_view>

#include <librdkafka/rdkafka.h>

#include "src/kafka/broker.h"

namespace encours::kafka {

// Of a code that says nothing of a transaction: kRefused for what no repetition mends, the kinds of
// fencing, else kRetry.
Trouble trouble_of(rd_kafka_resp_err_t code);
// Of the code of a fatal error of a producer or a member.
Trouble fatal_trouble_of(rd_kafka_resp_err_t code);

// "joining: Broker: Group authorization failed (GROUP_AUTHORIZATION_FAILED)", and what to do where
// that is known. `text` in the place of the code's own sentence where the library gave one.
std::string error_message(const std::string& doing, rd_kafka_resp_err_t code,
                          std::string_view text = {});

// The fatal error of a client, if it has one.
struct FatalError {
  rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR_NO_ERROR;
  std::string text;
};
FatalError fatal_error_of(rd_kafka_t* client);

}  // namespace encours::kafka
