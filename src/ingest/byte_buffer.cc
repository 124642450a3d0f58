#include "src/ingest/byte_buffer.h"

namespace encours {
namespace {

constexpr std::size_t kStepBytes = 256U << 10U;
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

bool ByteBuffer::more() {
  if (at_end_) return false;
  bytes_.erase(0, begin_);
  begin_ = 0;
  const std::size_t kept = bytes_.size();
  read_step();
  while (at_start_ && !at_end_ && bytes_.size() < kByteOrderMark.size())
    read_step();
  if (at_start_ && visible().starts_with(kByteOrderMark)) consume(kByteOrderMark.size());
  at_start_ = false;
  return bytes_.size() > kept;
}

void ByteBuffer::read_step() {
  const std::size_t kept = bytes_.size();
  bytes_.resize(kept + kStepBytes);
  const auto got = input_->read(bytes_.data() + kept, kStepBytes);
  bytes_.resize(kept + got.value_or(0));
  if (!got) error_ = got.error();
  at_end_ = got.value_or(0) == 0;
}

}  // namespace encours
