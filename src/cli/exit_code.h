// The exit codes of `encours`: what scripts may rely on. Documented in `encours --help`, proved by
// tests/cli.
#pragma once

namespace encours::cli {

enum class ExitCode : int {
  kOk = 0,
  kFailed = 1,        // could not be done
  kFindings = 2,      // done, and something was found: rows rejected, lines that are no events
  kUsage = 64,        // the command line is wrong
  kBadData = 65,      // what was given to read is not what it should be
  kUnavailable = 69,  // somebody else has the data folder, or no broker answers
  kInternal = 70,     // a mistake of ours
  kIo = 74,           // disk or file
  kFenced = 75,       // another process has taken this one's place in the log
  kConfig = 78,       // a policy, mapping or settings file is wrong
};

}  // namespace encours::cli
