// Cases as lists: one block a case for people, one row a cause in csv, one case a line in json.
// Used by `encours alerts`.
#pragma once

#include <string>
#include <vector>

#include "encours/v1/outputs.pb.h"
#include "src/views/screen.h"

namespace encours::views {

// The most urgent first; of equally urgent ones the greatest amount at stake, then byte order of
// client and segment.
void sort_cases(std::vector<v1::Case>& cases);

std::string cases_table(const std::vector<v1::Case>& cases, const Screen& screen);
std::string cases_csv(const std::vector<v1::Case>& cases);
std::string cases_json(const std::vector<v1::Case>& cases);

// The causes of one account as a table, for its page; the most urgent first.
std::string causes_table(const std::vector<v1::Cause>& causes, const Screen& screen);

}  // namespace encours::views
