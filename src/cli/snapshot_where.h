// What every command of `encours snapshot` is told: which store, which data, which shards; and how
// it shows that it is at work.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/cli/command.h"
#include "src/cli/progress.h"
#include "src/config/settings.h"
#include "src/snapshot/snapshots.h"

namespace encours::cli {

struct Where {
  std::string settings;
  std::string store;
  std::string data;
  std::int32_t partition = -1;  // all of them

  bool wants(const TopicPartition& shard) const {
    return partition < 0 || shard.partition == partition;
  }
  std::vector<TopicPartition> wanted(std::vector<TopicPartition> shards) const;
};

void bind_where(CLI::App& command, Where& where, const char* data_help);

// The settings with what the command line says over them; they name a store.
tl::expected<Settings, Failure> settings_for(const Where& where);

// A bar for each snapshot on its way, and messages between them.
class Watch {
 public:
  Watch(const Terminal& terminal, std::string what) : terminal_(terminal), what_(std::move(what)) {}

  // Alerts are messages. They live no longer than this.
  SnapshotHooks hooks();
  void say(const std::string& message);

 private:
  const Terminal& terminal_;
  const std::string what_;
  std::optional<Progress> bar_;
};

}  // namespace encours::cli
