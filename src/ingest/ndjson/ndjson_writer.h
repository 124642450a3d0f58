// Writes events and rejects as NDJSON files, one object a line. Used by `ingest --out` and
// `--rejects`.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "src/ingest/ingester.h"

namespace encours {

// Lines to a file, or to the standard output for "-". A file is complete only when close() said so.
class LineWriter {
 public:
  static tl::expected<LineWriter, std::string> open(const std::string& path);

  // False when the disk did not take it; error() then says why.
  bool write(std::string_view line);
  // Writes what is left. Gives a sentence when that failed.
  std::string close();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const;
  };
  LineWriter(std::FILE* file, std::string path) : file_(file), path_(std::move(path)) {}

  std::unique_ptr<std::FILE, CloseFile> file_;
  std::string path_;
};

class EventWriter : public EventSink {
 public:
  explicit EventWriter(LineWriter& lines) : lines_(lines) {}
  bool accept(v1::Event& event, const EventOrigin& origin) override;

 private:
  LineWriter& lines_;
  std::string text_;
};

class RejectWriter : public RejectSink {
 public:
  explicit RejectWriter(LineWriter& lines) : lines_(lines) {}
  bool accept(const Reject& reject) override;

 private:
  LineWriter& lines_;
};

}  // namespace encours
