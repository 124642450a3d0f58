// Notices of the BODACC as its open-data service gives them: records of JSON in which judgment and
// persons are JSON again, as text. Reads answers of the service ({"results": [...]}), exports (a
// list of records) and the reshaped records of scrapers ({"records": [...]}), whose fields bear
// other names. Source: dataset annonces-commerciales, API v2.1.
#pragma once

#include <string>
#include <string_view>

#include "src/ingest/notices/notice_sink.h"

namespace encours {

// Every record is a notice or a reject, whose line is the record's place in the file, from 1. A
// file that is no such JSON is one reject.
void read_bodacc_records(std::string_view bytes, const std::string& file, NoticeSink& sink);

// Whether the bytes begin as such a file does.
bool is_bodacc_records(std::string_view bytes);

}  // namespace encours
