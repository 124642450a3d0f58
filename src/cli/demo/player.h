// Plays the demo's year: each day the company's business goes into the log, Encours folds it, the
// company hears what was decided and obeys, and whoever watches sees the board change.
#pragma once

#include <chrono>
#include <memory>
#include <tl/expected.hpp>

#include "src/cli/data_folder.h"
#include "src/cli/demo/board.h"
#include "src/cli/demo/company.h"
#include "src/engine/worker.h"

namespace encours::demo {

// Called after each day, and how long a day may take at least, so that a person can follow.
using Watch = std::function<void(const Board& board, Day day)>;

class Player {
 public:
  // `folder` is new and empty. All must outlive the player.
  Player(cli::DataFolder& folder, Company& company, Board& board);

  tl::expected<void, cli::Failure> play(const v1::Policy& policy, Day first, Day last,
                                        const Watch& watch);

 private:
  using Done = tl::expected<void, cli::Failure>;

  Done play_day(Day day);
  Done append(const std::vector<Append>& records);
  Done fold();
  tl::expected<bool, cli::Failure> all_is_folded();
  Done hear_what_was_said();
  template <class Message, class Hear>
  Done hear_topic(std::string_view topic, const Hear& hear);
  void add_to_all(const v1::Event& event, std::vector<Append>& records) const;

  cli::DataFolder& folder_;
  Company& company_;
  Board& board_;
  SystemClock clock_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<FeedSession> feed_;
  std::map<TopicPartition, std::int64_t> heard_;  // next offset of each output
};

}  // namespace encours::demo
