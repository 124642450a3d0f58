#include "src/snapshot/sha256.h"

#include <array>
#include <cstdio>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "operators/domain/assert.h"
#include "src/snapshot/files.h"

namespace encours {
namespace {

constexpr std::size_t kReadBytes = std::size_t{1} << 20U;

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    ENCOURS_ASSERT(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1,
                   "OpenSSL has SHA-256");
  }

  void add(const char* bytes, std::size_t size) {
    ENCOURS_ASSERT(EVP_DigestUpdate(context_.get(), bytes, size) == 1, "bytes can be hashed");
  }

  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned int size = 0;
    ENCOURS_ASSERT(EVP_DigestFinal_ex(context_.get(), sum.data(), &size) == 1, "a hash has an end");
    std::string text;
    for (unsigned int i = 0; i < size; ++i)
      text += fmt::format("{:02x}", sum[i]);
    return text;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::string sha256_of(std::string_view bytes) {
  Sha256 sum;
  sum.add(bytes.data(), bytes.size());
  return sum.hex();
}

Result<std::string> sha256_of_file(const std::filesystem::path& file) {
  const OpenFile open(std::fopen(file.c_str(), "rb"));
  if (open == nullptr) return tl::unexpected(file_error(errno, "reading", file));
  Sha256 sum;
  std::vector<char> buffer(kReadBytes);
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), open.get())) {
    sum.add(buffer.data(), got);
  }
  if (std::ferror(open.get()) != 0) return tl::unexpected(file_error(errno, "reading", file));
  return sum.hex();
}

}  // namespace encours
