#include "tests/operators/desk_events.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "operators/domain/day.h"

namespace encours::test {
namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  std::istringstream stream(text);
  Words words;
  for (std::string word; stream >> word;) {
    words.push_back(word);
  }
  return words;
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::int32_t date_of(const std::string& text) {
  return date_from_day(parse_day(text).value());
}

v1::Event empty_event(const std::string& text) {
  v1::Event event;
  event.set_event_id(text);
  event.set_client_id(std::string(kClient));
  return event;
}

// The words from `first` on as pairs of a name and its value.
std::map<std::string, std::string> options_of(const Words& words, std::size_t first) {
  std::map<std::string, std::string> options;
  for (std::size_t i = first; i + 1 < words.size(); i += 2) {
    options[words[i]] = words[i + 1];
  }
  if ((words.size() - first) % 2 != 0) {
    throw std::invalid_argument("an option without a value: " + words.back());
  }
  return options;
}

v1::Event order_of(const std::string& line, const Words& words) {
  v1::Event event = empty_event(line);
  const bool changed = words[0] == "change";
  v1::Order& order = changed ? *event.mutable_order_changed()->mutable_order()
                             : *event.mutable_order_placed()->mutable_order();
  *order.mutable_ref() = ref_of(words.at(1));
  order.set_document_date(20240501);
  v1::OrderLine& order_line = *order.add_lines();
  order_line.set_line(1);
  order_line.set_quantity_milli(1000);
  *order_line.mutable_gross() = money_of(words.at(2));
  for (const auto& [name, value] : options_of(words, 3)) {
    if (name == "priority") {
      order.set_priority(std::stoi(value));
    } else if (name == "terms") {
      order.set_terms_days(std::stoi(value));
    } else if (name == "placed") {
      order.set_document_date(date_of(value));
    } else if (name == "rev") {
      event.set_revision(std::stoi(value));
    } else if (name == "ships") {
      order_line.set_scheduled_on(date_of(value));
    } else {
      throw std::invalid_argument("no such option of an order: " + name);
    }
  }
  return event;
}

v1::Event decision_of(const std::string& line, const Words& words) {
  const std::map<std::string, v1::DecisionAction> actions{{"release", v1::DECISION_ACTION_RELEASE},
                                                          {"reject", v1::DECISION_ACTION_REJECT},
                                                          {"recheck", v1::DECISION_ACTION_RECHECK},
                                                          {"hold", v1::DECISION_ACTION_FORCED_HOLD},
                                                          {"lift", v1::DECISION_ACTION_LIFT}};
  static int decisions = 0;
  v1::Event event = empty_event(line);
  v1::HumanDecision& decision = *event.mutable_human_decision();
  decision.set_decision_id("H" + std::to_string(++decisions));
  decision.set_action(actions.at(words[0]));
  decision.set_decided_by("u7");
  const bool of_order = words.size() > 1;
  if (of_order) {
    *decision.mutable_order_ref() = ref_of(words[1]);
  }
  for (const auto& [name, value] : options_of(words, of_order ? 2 : 1)) {
    if (name == "cap") {
      *decision.mutable_cap() = money_of(value);
    } else if (name == "until") {
      decision.set_valid_until(date_of(value));
    } else {
      throw std::invalid_argument("no such option of a decision: " + name);
    }
  }
  return event;
}

v1::Event client_of(const std::string& line, const Words& words) {
  v1::Event event = empty_event(line);
  v1::ClientKind kind = v1::CLIENT_KIND_UNSPECIFIED;
  if (!v1::ClientKind_Parse("CLIENT_KIND_" + upper(words.at(1)), &kind)) {
    throw std::invalid_argument("no such kind of client: " + words[1]);
  }
  event.mutable_client()->set_kind(kind);
  const auto options = options_of(words, 2);
  if (options.contains("terms")) {
    event.mutable_client()->set_terms_days(std::stoi(options.at("terms")));
  }
  return event;
}

// "answer O1 3 applied": what the ERP did with the hold of an order at its revision 3.
v1::Event answer_of(const std::string& line, const Words& words) {
  static int answers = 0;
  v1::Event event = empty_event(line);
  v1::ErpAcknowledgement& said = *event.mutable_erp_acknowledgement();
  said.set_output_id("A" + std::to_string(++answers));
  *said.mutable_ref() = ref_of(words.at(1));
  said.set_document_revision(std::stoi(words.at(2)));
  v1::AcknowledgementResult result = v1::ACKNOWLEDGEMENT_RESULT_UNSPECIFIED;
  if (!v1::AcknowledgementResult_Parse("ACKNOWLEDGEMENT_RESULT_" + upper(words.at(3)), &result)) {
    throw std::invalid_argument("no such answer: " + words[3]);
  }
  said.set_result(result);
  return event;
}

}  // namespace

v1::Event limit_of(const std::string& text) {
  const Words words = words_of(text);
  v1::Event event = empty_event("limit " + text);
  v1::CreditLimitSet& limit = *event.mutable_credit_limit_set();
  limit.set_limit_id(words.at(0));
  v1::LimitKind kind = v1::LIMIT_KIND_AMOUNT;
  if (!v1::LimitKind_Parse("LIMIT_KIND_" + upper(words.at(1)), &kind)) {
    *limit.mutable_amount() = money_of(words[1]);
  }
  limit.set_kind(kind);
  for (std::size_t i = 2; i < words.size(); ++i) {
    if (words[i] == "adds") {
      limit.set_mode(v1::LIMIT_MODE_ADDS_TO_BASE);
    } else if (words[i] == "keep") {
      limit.set_on_expiry(v1::LIMIT_ON_EXPIRY_KEEP_AND_ALERT);
    } else if (words[i] == "from") {
      limit.set_valid_from(date_of(words.at(++i)));
    } else if (words[i] == "to") {
      limit.set_valid_to(date_of(words.at(++i)));
    } else if (words[i] == "decided") {
      limit.set_decided_on(date_of(words.at(++i)));
    } else if (words[i] == "rev") {
      event.set_revision(std::stoi(words.at(++i)));
    } else if (words[i] == "max") {
      *limit.mutable_max_order_value() = money_of(words.at(++i));
    } else if (words[i] == "terms") {
      limit.set_max_terms_days(std::stoi(words.at(++i)));
    } else if (words[i] == "late") {
      limit.set_max_days_late(std::stoi(words.at(++i)));
    } else {
      throw std::invalid_argument("no such option of a limit: " + words[i]);
    }
  }
  return event;
}

v1::Event desk_event_of(const std::string& line) {
  const Words words = words_of(line);
  const std::string& verb = words.at(0);
  // "order O1 1:10:100.00" is an order of events.h, with quantities.
  const bool simple = words.size() > 2 && words[2].find(':') == std::string::npos;
  if (verb == "limit") {
    return limit_of(line.substr(verb.size() + 1));
  }
  if (verb == "change" || (verb == "order" && simple)) {
    return order_of(line, words);
  }
  if (verb == "client") {
    return client_of(line, words);
  }
  if (verb == "answer") {
    return answer_of(line, words);
  }
  const std::vector<std::string> decisions{"release", "reject", "recheck", "hold", "lift"};
  if (std::find(decisions.begin(), decisions.end(), verb) != decisions.end()) {
    return decision_of(line, words);
  }
  return event_of(line);
}

}  // namespace encours::test
