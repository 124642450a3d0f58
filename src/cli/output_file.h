// A file that a command writes: whole or not at all. It is written beside its place and moved there
// by commit(), so that a command that fails or is killed leaves no half file that looks whole. "-"
// is standard output.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "src/cli/command.h"

namespace encours::cli {

class OutputFile {
 public:
  static tl::expected<OutputFile, Failure> open(const std::string& path);
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;

  // False once anything failed; commit() and failure() say what.
  bool write(std::string_view text);
  bool failed() const { return error_ != 0; }
  Failure failure() const;
  // Puts the file in its place.
  tl::expected<void, Failure> commit();

 private:
  OutputFile(std::string path, std::FILE* file) : path_(std::move(path)), file_(file) {}
  std::string part_path() const { return path_ + ".part"; }

  std::string path_;
  std::FILE* file_ = nullptr;
  int error_ = 0;
};

}  // namespace encours::cli
