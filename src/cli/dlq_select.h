// Which dead letters a command is about, as typed, and how one is shown. Used by the `encours dlq`
// commands.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "src/cli/command.h"
#include "src/cli/data_folder.h"
#include "src/engine/letter_search.h"
#include "src/views/letter_list.h"

namespace encours::cli {

// The options that all of them have.
struct LetterOptions {
  DataOption data;
  std::string topic;
  std::int32_t partition = -1;
  std::string offsets;
  std::string reason;
};

void add_letter_options(CLI::App& command, LetterOptions& options);

// The topics of the logs' dead letters.
std::vector<std::string> letter_topics();

// Walks the letters that the options pick. The failure tells a topic or reason that no letter has,
// with the nearest that one has. False of `seen` ends the walk.
tl::expected<void, Failure> for_chosen_letters(DataFolder& folder, const LetterOptions& options,
                                               const LetterSeen& seen);

views::LetterLine letter_line(const TopicPartition& at, const Record& record,
                              const Letter& letter);

}  // namespace encours::cli
