#include "src/engine/shard.h"

#include <xxhash.h>

#include "encours/v1/outputs.pb.h"
#include "operators/domain/assert.h"
#include "schemas/topics.h"
#include "src/engine/dead_letter.h"
#include "src/engine/limits.h"
#include "src/engine/step_emit.h"

namespace encours {
namespace {

std::uint64_t chain(std::uint64_t hash, std::int64_t offset, std::string_view key,
                    std::string_view value) {
  const std::uint64_t parts[3] = {static_cast<std::uint64_t>(offset),
                                  XXH3_64bits(key.data(), key.size()),
                                  XXH3_64bits(value.data(), value.size())};
  return XXH3_64bits_withSeed(parts, sizeof parts, hash);
}

}  // namespace

Shard::Shard(ShardIdentity identity, const Topology& topology, StateStore& store,
             std::size_t cache_bytes_max, bool store_is_empty)
    : identity_(std::move(identity)),
      store_(store),
      cache_(store, topology.tables(), cache_bytes_max, store_is_empty),
      turns_(topology, cache_),
      emit_(std::make_unique<StepEmit>(identity_, turns_)) {}

Shard::~Shard() = default;

Status Shard::open() {
  const Result<std::optional<std::string>> read = store_.get(kStoreMetaKey);
  if (!read) {
    return tl::unexpected(read.error());
  }
  if (!read->has_value()) {
    return {};
  }
  state::v1::StoreMeta meta;
  if (!meta.ParseFromString(**read)) {
    return tl::unexpected(Error{Fault::kCorrupt, "the store's own record cannot be decoded"});
  }
  if (meta.cluster_id() != identity_.cluster_id || meta.topic() != identity_.log.topic ||
      meta.partition() != identity_.log.partition ||
      meta.partition_count() != identity_.partition_count ||
      meta.fold_version() != identity_.fold_version) {
    return tl::unexpected(Error{Fault::kRefused, "the store holds another log or fold version"});
  }
  next_offset_ = committed_offset_ = stored_offset_ = meta.next_offset();
  log_hash_ = committed_log_hash_ = meta.log_hash();
  cache_.set_stored_hashes({{meta.full_hash_low(), meta.full_hash_high()},
                            {meta.facts_hash_low(), meta.facts_hash_high()}});
  return {};
}

Status Shard::prefetch(std::span<const Decoded* const> inputs) {
  if (!cache_.may_be_cold()) {
    return {};
  }
  try {
    // Who wished for nothing has all its rows in memory and is not asked again.
    std::vector<const Decoded*> asked(inputs.begin(), inputs.end());
    for (int round = 0; round < kPrefetchRoundsMax && !asked.empty(); ++round) {
      std::erase_if(asked, [this](const Decoded* input) {
        const std::uint64_t wishes = cache_.cold_wishes();
        turns_.want(*input, cache_);
        return cache_.cold_wishes() == wishes;
      });
      cache_.read_wishes();
    }
  } catch (const StoreFailure& failure) {
    return tl::unexpected(failure.error);
  }
  return {};
}

Status Shard::fold(const Record& record, const Decoded& input, Verdict verdict,
                   std::vector<Append>* outputs) {
  ENCOURS_ASSERT(!poisoned_.has_value(), "a poisoned shard folds nothing");
  ENCOURS_ASSERT(record.offset >= next_offset_, "offsets only rise");
  StepEmit& emit = *emit_;
  emit.begin_step(record.offset, input.event);
  try {
    const FoldScope scope;
    if (verdict.accepted()) {
      verdict = turns_.step(record, input, emit);
    }
  } catch (const StoreFailure& failure) {
    cache_.undo_step();
    return tl::unexpected(failure.error);
  } catch (const AssertionFailed& failure) {
    cache_.undo_step();
    poisoned_ = Poisoned{record.offset, failure.what()};
    return {};
  }
  if (verdict.accepted()) {
    cache_.commit_step();
    ++figures_.folded;
    figures_.outputs += emit.outputs().size();
    if (outputs != nullptr) {
      std::move(emit.outputs().begin(), emit.outputs().end(), std::back_inserter(*outputs));
    }
  } else {
    cache_.undo_step();
    if (verdict.outcome == Verdict::Outcome::kRepeat) {
      ++figures_.repeats;
    } else {
      ++figures_.refused;
      if (outputs != nullptr) {
        outputs->push_back(dead_letter(identity_.log, record, verdict));
      }
    }
  }
  next_offset_ = record.offset + 1;
  log_hash_ = chain(log_hash_, record.offset, record.key, record.value);
  return {};
}

Status Shard::settle(Day day) {
  try {
    const FoldScope scope;
    v1::Event cause;
    StepEmit& emit = *emit_;
    emit.begin_step(next_offset_, cause);
    turns_.open_day(day, next_offset_);
    cache_.commit_step();
    const auto bring_up = [&](const std::vector<std::string>& owners) {
      emit.begin_step(next_offset_, cause);  // nobody hears what the owners before said
      for (const std::string& owner : owners) {
        const Verdict verdict = turns_.bring_up(owner, cause, emit);
        ENCOURS_ASSERT(verdict.accepted(), "bringing an owner up to the day is never refused");
        cache_.commit_step();
      }
      cache_.commit_transaction();
      return !owners.empty();
    };
    while (bring_up(turns_.due_owners())) {
    }
    if (is_unsettled()) {
      std::vector<std::string> owners = turns_.owners_from("");
      while (bring_up(owners)) {
        owners = turns_.owners_from(owners.back() + '\0');
      }
      settled_turn_ = turns_.policy_turn();
    }
    return {};
  } catch (const StoreFailure& failure) {
    cache_.undo_step();
    return tl::unexpected(failure.error);
  } catch (const AssertionFailed& failure) {
    cache_.undo_step();
    poisoned_ = Poisoned{next_offset_, failure.what()};
    return tl::unexpected(Error{Fault::kRefused, failure.what()});
  }
}

void Shard::commit_transaction() {
  cache_.commit_transaction();
  committed_offset_ = next_offset_;
  committed_log_hash_ = log_hash_;
  committed_figures_ = figures_;
}

void Shard::undo_transaction() {
  cache_.undo_transaction();
  next_offset_ = committed_offset_;
  log_hash_ = committed_log_hash_;
  figures_ = committed_figures_;
}

void Shard::skip_to(std::int64_t offset) {
  ENCOURS_ASSERT(offset >= next_offset_, "offsets only rise");
  next_offset_ = committed_offset_ = offset;
}

std::string Shard::position() const {
  v1::Position position;
  position.set_topic(identity_.log.topic);
  position.set_partition(identity_.log.partition);
  position.set_next_offset(next_offset_);
  position.set_log_hash(log_hash_);
  position.set_fold_version(identity_.fold_version);
  position.set_cluster_id(identity_.cluster_id);
  position.set_partition_count(identity_.partition_count);
  position.set_state_hash_offset(hashed_offset_);
  position.set_state_hash_low(hashed_.full.low);
  position.set_state_hash_high(hashed_.full.high);
  return position.SerializeAsString();
}

void Shard::freeze() {
  cache_.freeze();
  frozen_meta_.set_cluster_id(identity_.cluster_id);
  frozen_meta_.set_topic(identity_.log.topic);
  frozen_meta_.set_partition(identity_.log.partition);
  frozen_meta_.set_partition_count(identity_.partition_count);
  frozen_meta_.set_fold_version(identity_.fold_version);
  frozen_meta_.set_next_offset(next_offset_);
  frozen_meta_.set_log_hash(log_hash_);
}

std::vector<RowChange> Shard::take_frozen() {
  std::vector<RowChange> changes = cache_.take();
  hashed_ = cache_.frozen_hashes();
  hashed_offset_ = frozen_meta_.next_offset();
  frozen_meta_.set_full_hash_low(hashed_.full.low);
  frozen_meta_.set_full_hash_high(hashed_.full.high);
  frozen_meta_.set_facts_hash_low(hashed_.facts.low);
  frozen_meta_.set_facts_hash_high(hashed_.facts.high);
  changes.push_back({std::string(kStoreMetaKey), frozen_meta_.SerializeAsString()});
  return changes;
}

void Shard::written() {
  cache_.written();
  stored_offset_ = frozen_meta_.next_offset();
}

}  // namespace encours
