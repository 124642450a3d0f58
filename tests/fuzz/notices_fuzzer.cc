// Random bytes as a file of notices: in equals out, and whatever comes out can be classified.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "src/ingest/notices/notice_file.h"
#include "src/ingest/notices/notice_rules.h"
#include "src/ingest/notices/registration.h"
#include "src/ingest/notices/rules/embedded.h"

namespace {

struct Checker : encours::NoticeSink {
  void notice(encours::PrintedNotice notice, std::uint64_t) override {
    static const auto kRules = encours::NoticeRules::compile(encours::kNoticeRulesFr, "fr.yaml");
    if (kRules->classify(notice).kinds.empty() || notice.id.empty()) std::abort();
    for (const encours::PrintedPerson& person : notice.persons) {
      for (const std::string& number : person.numbers) {
        (void)encours::read_registration(notice.jurisdiction, "", number);
      }
    }
  }
  void reject(encours::Reject reject) override {
    if (reject.detail.empty()) std::abort();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Checker checker;
  (void)encours::read_notices({reinterpret_cast<const char*>(data), size}, "fuzz", checker);
  return 0;
}
