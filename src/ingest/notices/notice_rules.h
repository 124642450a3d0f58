// What notices mean, by rules that people write: one file for each jurisdiction, read from the top,
// the first rule that fits decides. See rules/README.md.
//
// The publisher's nature and the body are folded first (folding.h); expressions are RE2's and are
// written in folded words. A nature that says nothing by itself ("Autre jugement et ordonnance") is
// decided by the body alone: the compiler refuses a rule for it that does not read the body.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "encours/v1/notices.pb.h"
#include "src/config/yaml_reader.h"
#include "src/ingest/notices/printed_notice.h"

namespace encours {

// What a notice says, and why we think so.
struct NoticeMeaning {
  std::vector<v1::NoticeKind> kinds;  // the most severe first; UNCLASSIFIED where no rule fits
  std::string rule;                   // of the first rule that fits, empty where none does
  int confidence_bp = 0;
  bool needs_review = false;  // unclassified, several kinds, or the rule says so
};

// 0 info, 1 note, 2 watch, 3 high, 4 critical, 5 terminal: from where the policy starts.
int severity_of(v1::NoticeKind kind);

// "LIQUIDATION_OPENED"
std::string notice_kind_name(v1::NoticeKind kind);

class NoticeRules {
 public:
  // Rules of a text; `file` is for messages.
  static tl::expected<NoticeRules, std::vector<ConfigError>> compile(std::string_view yaml,
                                                                     const std::string& file);

  NoticeRules(NoticeRules&&) noexcept;
  NoticeRules& operator=(NoticeRules&&) noexcept;
  ~NoticeRules();

  const std::string& jurisdiction() const;
  // Of all rules, in their order.
  std::vector<std::string> names() const;
  NoticeMeaning classify(const PrintedNotice& notice) const;

 private:
  struct Program;
  explicit NoticeRules(std::unique_ptr<const Program> program);
  std::unique_ptr<const Program> program_;
};

}  // namespace encours
