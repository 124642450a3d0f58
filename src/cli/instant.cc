#include "src/cli/instant.h"

#include <fmt/format.h>
#include <google/protobuf/util/time_util.h>

namespace encours::cli {

tl::expected<Day, Failure> parse_day_option(const std::string& text, const std::string& option) {
  if (const std::optional<Day> day = parse_day(text)) return *day;
  return tl::unexpected(Failure{
      ExitCode::kUsage, fmt::format("{}: '{}' is no day; write it as 2012-09-26", option, text)});
}

tl::expected<std::int64_t, Failure> parse_instant_option(const std::string& text,
                                                         const std::string& option) {
  google::protobuf::Timestamp instant;
  if (google::protobuf::util::TimeUtil::FromString(text, &instant)) {
    return google::protobuf::util::TimeUtil::TimestampToMicroseconds(instant);
  }
  return tl::unexpected(Failure{
      ExitCode::kUsage,
      fmt::format("{}: '{}' is no instant; write it as 2012-09-26T18:00:00Z", option, text)});
}

}  // namespace encours::cli
