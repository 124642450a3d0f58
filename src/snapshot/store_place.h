// Where snapshots are kept, as people write it: the path of a folder, or s3://BUCKET/PREFIX. Used by
// src/config, which refuses what cannot be, and by whoever opens the store.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace encours {

struct StorePlace {
  std::string folder;  // empty: in S3
  std::string bucket;
  std::string prefix;  // without '/' at either end; may be empty

  bool in_s3() const { return folder.empty(); }
};

// Whether the text means S3 rather than a folder.
bool is_s3_place(std::string_view text);

// What the text means, or what is wrong with it.
tl::expected<StorePlace, std::string> parse_store_place(std::string_view text);

// What is wrong with the address of an S3 server, "http(s)://HOST[:PORT]"; empty when nothing is.
std::string endpoint_problem(std::string_view text);

}  // namespace encours
