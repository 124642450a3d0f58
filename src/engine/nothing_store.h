// A store that holds nothing and takes nothing: for folds that live in memory alone.
#pragma once

#include "src/ports.h"

namespace encours {

class NothingStore final : public StateStore {
 public:
  Result<std::optional<std::string>> get(std::string_view /*key*/) override {
    return std::optional<std::string>();
  }
  Status multi_get(std::span<const std::string> keys,
                   std::vector<std::optional<std::string>>& values) override {
    values.assign(keys.size(), std::nullopt);
    return {};
  }
  Status write(std::span<const RowChange> /*changes*/) override {
    return tl::unexpected(Error{Fault::kRefused, "this store takes nothing"});
  }
  std::unique_ptr<RowCursor> scan(std::string_view /*from*/, std::string_view /*to*/) override {
    return std::make_unique<NoRows>();
  }

 private:
  class NoRows final : public RowCursor {
   public:
    bool valid() const override { return false; }
    std::string_view key() const override { return {}; }
    std::string_view value() const override { return {}; }
    void next() override {}
    Status status() const override { return {}; }
  };
};

}  // namespace encours
