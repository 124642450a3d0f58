// Shows that the mappings we ship load, and what they make of the files they were written for. The
// numbers were taken from the pages in tests/datasets and the README of the data, not from a run.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/ingest/feed.h"

namespace encours {
namespace {

struct Example {
  std::string mapping;
  std::string file;
  std::uint64_t rows;
  std::uint64_t accepted;
  std::uint64_t rejected;
  std::uint64_t repeats;
  std::uint64_t ignored;
  std::uint64_t events;
};

// sap_o2c: 16 of 18 delivery rows have not left; 2 of 16 journal rows are still open; orders,
// deliveries, billing and clearings are made of several rows.
const std::vector<Example> kExamples{
    // No data set is a list of open items of a day: tests/datasets/lists.sh makes some.
    {"open_items", "", 0, 0, 0, 0, 0, 0},
    {"ibm", "ibm_accounts_receivable.csv", 1181, 1181, 0, 0, 0, 3 * 1181 + 2 * 226},
    {"highradius_cleared", "highradius_cleared.csv.gz", 16680, 16680, 0, 0, 0, 3 * 16680},
    {"highradius_open_a", "highradius_open_a.csv.gz", 4011, 4011, 0, 0, 0, 4011},
    {"highradius_open_b", "highradius_open_b.csv.gz", 3961, 3961, 0, 0, 0, 3961},
    {"highradius_open_c", "highradius_open_c.csv.gz", 3982, 3982, 0, 0, 0, 3982},
    {"udyam_payables_settled", "udyam_payables_settled.csv", 4312, 4312, 0, 0, 0, 3 * 4312},
    {"udyam_payables_unlabelled", "udyam_payables_unlabelled.csv", 558, 558, 0, 0, 0, 3 * 558},
    {"guild_invoices_raw", "guild_invoices_raw.csv", 1259, 1235, 0, 24, 0, 1235 + 2 * 768},
    {"guild_customers_raw", "guild_customers_raw.csv", 223, 223, 0, 0, 0, 2 * 223},
    {"uci_online_retail", "uci_online_retail.csv.gz", 261335, 192477, 68858, 0, 0, 10879},
    {"sap_o2c_clients", "sap_o2c/business_partners.jsonl", 4, 4, 0, 0, 0, 4},
    {"sap_o2c_orders", "sap_o2c/sales_order_items.jsonl", 37, 37, 0, 0, 0, 18},
    {"sap_o2c_deliveries", "sap_o2c/outbound_delivery_items.jsonl", 18, 2, 0, 0, 16, 2},
    {"sap_o2c_billing", "sap_o2c/billing_document_items.jsonl", 24, 24, 0, 0, 0, 18},
    {"sap_o2c_journal", "sap_o2c/journal_entry_items_accounts_receivable.jsonl", 16, 16, 0, 0, 0,
     16},
    {"sap_o2c_clearings", "sap_o2c/journal_entry_items_accounts_receivable.jsonl", 16, 14, 0, 0, 2,
     7},
};

std::string mapping_file(const Example& example) {
  return "deploy/examples/mappings/" + example.mapping + ".yaml";
}

class NoSink : public EventSink, public RejectSink {
 public:
  bool accept(v1::Event&, const EventOrigin&) override { return true; }
  bool accept(const Reject&) override { return true; }
};

TEST(Examples, AllLoadAndAllAreListed) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("deploy/examples/mappings")) {
    files += entry.path().extension() == ".yaml" ? 1U : 0U;
  }
  EXPECT_EQ(files, kExamples.size());
  for (const Example& example : kExamples) {
    const auto mapping = Mapping::load(mapping_file(example));
    EXPECT_TRUE(mapping) << (mapping ? "" : mapping.error().front().text());
  }
}

TEST(Examples, ReadTheFilesTheyWereWrittenFor) {
  const char* variable = std::getenv("ENCOURS_DATASETS");
  const std::string datasets = variable != nullptr ? variable : "../shared/data";
  if (!std::filesystem::exists(datasets + "/ar")) {
    GTEST_SKIP() << "SKIPPED: no data sets at " << datasets;
  }
  for (const Example& example : kExamples) {
    if (example.file.empty()) continue;
    SCOPED_TRACE(example.mapping);
    const auto mapping = Mapping::load(mapping_file(example));
    ASSERT_TRUE(mapping);
    NoSink sink;
    const auto summary =
        ingest({*mapping, {datasets + "/ar/" + example.file}}, sink, sink, nullptr);
    ASSERT_TRUE(summary) << summary.error();
    EXPECT_EQ(summary->rows, example.rows);
    EXPECT_EQ(summary->accepted, example.accepted);
    EXPECT_EQ(summary->rejected, example.rejected);
    EXPECT_EQ(summary->repeats, example.repeats);
    EXPECT_EQ(summary->ignored, example.ignored);
    EXPECT_EQ(summary->events, example.events);
    const auto missing = static_cast<std::size_t>(RowRejectReason::kMissingValue);
    EXPECT_EQ(summary->rejected_by_reason[missing], example.rejected) << "the only reason";
  }
}

}  // namespace
}  // namespace encours
