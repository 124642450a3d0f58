// A legal notice as its publisher prints it: words untouched, dates and numbers found but nothing
// concluded. Made by the readers of each format, read by the classifier.
#pragma once

#include <string>
#include <vector>

#include "encours/v1/notices.pb.h"
#include "operators/domain/day.h"

namespace encours {

// A person or company that the notice names.
struct PrintedPerson {
  v1::NoticeRole role = v1::NOTICE_ROLE_DEBTOR;
  std::string name;                  // as printed
  std::vector<std::string> numbers;  // of registers, as printed
  bool natural = false;              // a natural person
  std::string postcode;
  std::string city;
};

struct PrintedNotice {
  std::string source;        // BODACC, COMPANIES_HOUSE ...
  std::string id;            // the notice's name there
  std::string jurisdiction;  // ISO 3166-1 alpha-2
  v1::NoticeCorrection correction = v1::NOTICE_CORRECTION_NEW;
  std::string replaces_id;  // the notice it corrects, where it says
  std::string family;       // the publisher's own words, from the coarse ...
  std::string nature;       // ... to the fine
  std::string text;         // the body
  std::string court;
  Day event_date = kNoDay;  // of the judgment or act
  Day publication_date = kNoDay;
  std::vector<PrintedPerson> persons;
};

}  // namespace encours
