#include "src/snapshot/s3_store.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <pugixml.hpp>
#include <system_error>

#include <fmt/format.h>

#include "src/snapshot/files.h"
#include "src/snapshot/sha256.h"

namespace encours {
namespace {

// One PUT takes no more; the sorted files of rows are some megabytes.
constexpr std::uint64_t kObjectBytesMax = std::uint64_t{5} << 30U;

// A page of a listing.
struct Page {
  std::vector<StoredObject> objects;  // named by their keys
  std::string next;                   // the token of the next page; empty: this is the last
};

std::optional<Page> parse_page(std::string_view xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size())) return std::nullopt;
  const pugi::xml_node result = document.child("ListBucketResult");
  if (!result) return std::nullopt;
  Page page;
  for (const pugi::xml_node& object : result.children("Contents")) {
    const std::string_view size = object.child_value("Size");
    StoredObject stored{object.child_value("Key"), 0};
    const auto read = std::from_chars(size.data(), size.data() + size.size(), stored.bytes);
    if (read.ec != std::errc() || stored.name.empty()) return std::nullopt;
    page.objects.push_back(std::move(stored));
  }
  const bool more = std::string_view(result.child_value("IsTruncated")) == "true";
  page.next = result.child_value("NextContinuationToken");
  if (more == page.next.empty()) return std::nullopt;
  return page;
}

// All but letters, digits, '-', '.', '_' and '~', as signatures want it.
std::string encoded(std::string_view text) {
  const std::unique_ptr<char, void (*)(void*)> escaped(
      curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())), &curl_free);
  return escaped.get();
}

}  // namespace

S3Store::S3Store(StorePlace place, S3Options options)
    : place_(std::move(place)), client_(this->place(), std::move(options)) {}

std::string S3Store::place() const {
  return fmt::format("s3://{}{}{}", place_.bucket, place_.prefix.empty() ? "" : "/", place_.prefix);
}

std::string S3Store::key_of(const std::string& name) const {
  return place_.prefix.empty() ? name : place_.prefix + "/" + name;
}

S3Request S3Store::request(std::string method, const std::string& name) const {
  S3Request request;
  request.method = std::move(method);
  request.path = fmt::format("/{}/{}", place_.bucket, key_of(name));
  request.sha256 = sha256_of("");
  return request;
}

Status S3Store::put(const std::string& name, std::string_view content) {
  S3Request put = request("PUT", name);
  put.body = content;
  put.sha256 = sha256_of(content);
  const auto answer = client_.send(put);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Status S3Store::put_file(const std::string& name, const std::filesystem::path& file,
                         const std::string& sha256) {
  const OpenFile in(std::fopen(file.c_str(), "rb"));
  if (in == nullptr) return tl::unexpected(file_error(errno, "reading", file));
  std::error_code code;
  const std::uint64_t bytes = std::filesystem::file_size(file, code);
  if (code) return tl::unexpected(file_error(code.value(), "reading", file));
  if (bytes > kObjectBytesMax) {
    return tl::unexpected(Error{
        Fault::kRefused,
        fmt::format("{} has {} bytes, more than one upload to S3 takes", file.string(), bytes)});
  }
  S3Request put = request("PUT", name);
  put.from = in.get();
  put.from_bytes = bytes;
  put.sha256 = sha256;
  const auto answer = client_.send(put);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Result<std::optional<std::string>> S3Store::get(const std::string& name) {
  auto answer = client_.send(request("GET", name));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->status == 404) return std::optional<std::string>();
  return std::optional(std::move(answer->body));
}

Result<bool> S3Store::get_file(const std::string& name, const std::filesystem::path& file) {
  const OpenFile out(std::fopen(file.c_str(), "wb"));
  if (out == nullptr) return tl::unexpected(file_error(errno, "making", file));
  S3Request get = request("GET", name);
  get.to = out.get();
  const auto answer = client_.send(get);
  if (!answer) return tl::unexpected(answer.error());
  if (std::fflush(out.get()) != 0) return tl::unexpected(file_error(errno, "writing", file));
  return answer->status != 404;
}

Result<std::vector<StoredObject>> S3Store::list(const std::string& folder) {
  const std::string root = key_of("");
  S3Request get = request("GET", "");
  get.path = fmt::format("/{}", place_.bucket);
  std::vector<StoredObject> objects;
  std::string token;
  do {
    // In the order of the keys, as they are signed.
    get.query = fmt::format("{}{}list-type=2&max-keys={}&prefix={}",
                            token.empty() ? "" : "continuation-token=" + encoded(token),
                            token.empty() ? "" : "&", client_.options().list_objects_max,
                            encoded(folder.empty() ? root : root + folder + "/"));
    const auto answer = client_.send(get);
    if (!answer) return tl::unexpected(answer.error());
    auto page = parse_page(answer->body);
    if (!page) {
      return tl::unexpected(Error{
          Fault::kRefused, fmt::format("{}: {} does not answer a listing as S3 does; is it the "
                                       "endpoint of an S3 server?",
                                       place(), client_.options().endpoint)});
    }
    for (StoredObject& object : page->objects) {
      objects.push_back({object.name.substr(root.size()), object.bytes});
    }
    token = std::move(page->next);
  } while (!token.empty());
  std::ranges::sort(objects, {}, &StoredObject::name);
  return objects;
}

Status S3Store::remove(const std::string& name) {
  const auto answer = client_.send(request("DELETE", name));
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

}  // namespace encours
