// How help and mistakes on the command line look: usage, what it does, examples, options, in 80
// columns; an unknown word is answered by the nearest known one. Used by main.cc.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

namespace encours::cli {

std::shared_ptr<CLI::FormatterBase> help_formatter();

// What is wrong with the command line, and what was probably meant.
std::string usage_error(const CLI::App& app, const CLI::ParseError& error);

}  // namespace encours::cli
