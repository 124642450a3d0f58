#include "operators/client/alerts/alerts.h"

#include <algorithm>
#include <tuple>

#include "operators/client/accounts.h"
#include "operators/client/alerts/case_lines.h"
#include "operators/client/checked.h"
#include "operators/client/findings.h"
#include "operators/client/fx.h"
#include "schemas/topics.h"

namespace encours {
namespace {

using alerts::CaseLines;
using state::v1::CaseLine;
using state::v1::OpenCase;

constexpr std::string_view kCasesTopic = "credit.alerts";
constexpr std::string_view kHoldsTopic = "credit.holds";

void set_account(const AccountKey& account, v1::Account& out) {
  out.set_client_id(account.client_id);
  out.set_segment(account.segment);
}

v1::Origin origin_of(Emit& emit, const v1::Policy& policy, const std::string& subject) {
  v1::Origin origin = emit.origin(Alerts::kName, subject);
  origin.set_policy_version(policy.version());
  return origin;
}

// What a person takes for one thing: a rule that speaks of the account and of its orders.
std::tuple<std::string_view, std::string_view> name_of(const auto& line) {
  return {line.rule(), line.subject() == kOrdersSubject ? std::string_view() : line.subject()};
}

// Whether a line has come that is news to a person.
bool has_new_line(const OpenCase& told, const CaseLines& lines) {
  return std::any_of(lines.causes.begin(), lines.causes.end(), [&](const v1::Cause* cause) {
    return std::none_of(told.lines().begin(), told.lines().end(),
                        [&](const CaseLine& line) { return name_of(line) == name_of(*cause); });
  });
}

bool same_lines(const OpenCase& told, const CaseLines& lines) {
  return std::equal(lines.causes.begin(), lines.causes.end(), told.lines().begin(),
                    told.lines().end(), [](const v1::Cause* cause, const CaseLine& line) {
                      return cause->rule() == line.rule() && cause->subject() == line.subject() &&
                             cause->mode() == line.mode();
                    });
}

// By the policy's step in both measures, since people were last notified.
bool amount_grew(const OpenCase& told, const CaseLines& lines, const v1::Policy& policy) {
  if (told.told_currency() != reporting_currency(policy).code()) {
    return false;  // figures of two currencies do not compare
  }
  const std::int64_t growth = lines.at_stake_minor - told.told_at_stake_minor();
  const std::int64_t share =
      multiply_divide_half_up(told.told_at_stake_minor(), policy.case_step_bp(), kWholeBp)
          .value_or(INT64_MAX);
  return growth > 0 && growth >= share && growth >= policy.case_step_minor();
}

v1::CaseNews news_of(const OpenCase& told, const CaseLines& lines, const v1::Policy& policy) {
  if (lines.severity > told.severity()) return v1::CASE_NEWS_SEVERITY_RAISED;
  if (has_new_line(told, lines)) return v1::CASE_NEWS_CAUSE_ADDED;
  if (amount_grew(told, lines, policy)) return v1::CASE_NEWS_AMOUNT_GREW;
  return v1::CASE_NEWS_UNSPECIFIED;
}

// Nothing new, but what was sent is no longer so: lines are others, the rest is less urgent, or
// amounts are reckoned in another currency.
bool is_outdated(const OpenCase& told, const CaseLines& lines, Currency currency) {
  return lines.severity < told.severity() || !same_lines(told, lines) ||
         told.told_currency() != currency.code();
}

// What people said about the case.
void set_people(const OpenCase& row, v1::Case& out) {
  out.set_owner(row.owner());
  out.set_acknowledged_by(row.acknowledged_by());
  out.set_snoozed_until(row.snoozed_until() == 0 ? 0 : date_from_day(row.snoozed_until()));
}

v1::Case case_of(const AccountKey& account, const OpenCase& row, const CaseLines& lines,
                 Currency currency) {
  v1::Case out;
  set_account(account, *out.mutable_account());
  out.set_case_id(row.case_id());
  out.set_state(v1::CASE_STATE_OPEN);
  out.set_severity(lines.severity);
  for (const v1::Cause* cause : lines.causes) {
    *out.add_causes() = *cause;
  }
  wire_from_minor(currency, lines.at_stake_minor, *out.mutable_at_stake());
  out.set_opened_on(row.opened_on());
  set_people(row, out);
  return out;
}

// Writes down what is sent now, and what people are notified of if there is news.
void remember(OpenCase& row, const CaseLines& lines, Currency currency, v1::CaseNews news) {
  row.set_severity(lines.severity);
  row.clear_lines();
  for (const v1::Cause* cause : lines.causes) {
    CaseLine& line = *row.add_lines();
    line.set_rule(cause->rule());
    line.set_subject(cause->subject());
    line.set_mode(cause->mode());
  }
  if (news != v1::CASE_NEWS_UNSPECIFIED || row.told_currency() != currency.code()) {
    row.set_told_at_stake_minor(lines.at_stake_minor);
    row.set_told_currency(std::string(currency.code()));
  }
}

void send_case(Emit& emit, const AccountKey& account, const v1::Case& message) {
  emit.send(kCasesTopic, client_segment_key(account.client_id, account.segment), message);
}

void close_case(const Input& input, Rows& rows, Emit& emit, const AccountKey& account,
                v1::Origin origin) {
  const OpenCase row = *rows.find(kCases, account);
  rows.erase(kCases, account);
  OpenCase& closed = rows.edit(kClosedCases, account);
  closed = row;
  closed.set_closed_on(date_from_day(input.day));
  v1::Case out;
  *out.mutable_origin() = std::move(origin);
  set_account(account, *out.mutable_account());
  out.set_case_id(row.case_id());
  out.set_state(v1::CASE_STATE_CLOSED);
  out.set_news(v1::CASE_NEWS_CLOSED);
  out.set_opened_on(row.opened_on());
  set_people(row, out);
  send_case(emit, account, out);
  emit.say(CaseChanged{account, v1::SEVERITY_UNSPECIFIED});
}

bool is_snoozed(const OpenCase& row, Day today) {
  return row.snoozed_until() != 0 && today <= row.snoozed_until();
}

// What people are notified of: while they asked for silence, only of what grows more urgent.
v1::CaseNews news_for_people(const OpenCase& told, v1::CaseNews news, Day today) {
  const bool urgent = news == v1::CASE_NEWS_SEVERITY_RAISED || news == v1::CASE_NEWS_CLOSED;
  return is_snoozed(told, today) && !urgent ? v1::CASE_NEWS_UNSPECIFIED : news;
}

// Sends the open case as it stands, and writes down what was sent.
void send_open(Rows& rows, Emit& emit, const AccountKey& account, const CaseLines& lines,
               v1::CaseNews news, v1::Origin origin) {
  const Currency currency = reporting_currency(policy_in_force(rows));
  OpenCase& row = rows.edit(kCases, account);
  emit.say(CaseChanged{account, lines.severity});
  remember(row, lines, currency, news);
  if (news == v1::CASE_NEWS_SEVERITY_RAISED) {
    row.clear_snoozed_until();  // it was another case that they silenced
  }
  v1::Case out = case_of(account, row, lines, currency);
  *out.mutable_origin() = std::move(origin);
  out.set_news(news);
  send_case(emit, account, out);
}

v1::Origin origin_of_case(Rows& rows, Emit& emit, const AccountKey& account) {
  return origin_of(emit, policy_in_force(rows), "case|" + account.segment);
}

// A case that comes back on the day on which it closed is the same case: cash that came in may
// cover what is late until it is booked on something else.
void resume_case(const Input& input, Rows& rows, const AccountKey& account) {
  const OpenCase* closed = rows.find(kClosedCases, account);
  if (closed == nullptr) {
    return;
  }
  if (closed->closed_on() == date_from_day(input.day)) {
    OpenCase& row = rows.edit(kCases, account);
    row = *closed;
    row.clear_closed_on();
  }
  rows.erase(kClosedCases, account);
}

// Brings the case to what the findings are now, and tells it if that is news. Does nothing when it
// is called again in the same step.
void refresh(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  const v1::Policy& policy = policy_in_force(rows);
  const Currency currency = reporting_currency(policy);
  const CaseLines lines = alerts::case_lines(rows, account, currency);
  const OpenCase* told = rows.find(kCases, account);
  if (told == nullptr && lines.empty()) {
    return;
  }
  const bool comes_back = told == nullptr;
  if (comes_back) {
    resume_case(input, rows, account);
    told = rows.find(kCases, account);
  }
  const bool opens = told == nullptr;
  const v1::CaseNews news = opens ? v1::CASE_NEWS_OPENED
                            : lines.empty()
                                ? v1::CASE_NEWS_CLOSED
                                : news_for_people(*told, news_of(*told, lines, policy), input.day);
  if (news == v1::CASE_NEWS_UNSPECIFIED && !comes_back && !is_outdated(*told, lines, currency)) {
    return;
  }
  v1::Origin origin = origin_of_case(rows, emit, account);
  if (news == v1::CASE_NEWS_CLOSED) {
    close_case(input, rows, emit, account, std::move(origin));
    return;
  }
  if (opens) {
    OpenCase& row = rows.edit(kCases, account);
    row.set_case_id(origin.id());  // a case is named after the output that opened it
    row.set_opened_on(date_from_day(input.day));
  }
  send_open(rows, emit, account, lines, news, std::move(origin));
}

// The silence is over: what is still open is told, whole.
void end_snooze(const Input& input, Rows& rows, Emit& emit, const AccountKey& account) {
  const OpenCase* held = rows.find(kCases, account);
  if (held == nullptr || held->snoozed_until() == 0 || is_snoozed(*held, input.day)) {
    return;
  }
  rows.edit(kCases, account).clear_snoozed_until();
  const CaseLines lines =
      alerts::case_lines(rows, account, reporting_currency(policy_in_force(rows)));
  if (!lines.empty()) {
    send_open(rows, emit, account, lines, v1::CASE_NEWS_SNOOZE_ENDED,
              origin_of_case(rows, emit, account));
  }
}

bool about_a_case(v1::DecisionAction action) {
  return action == v1::DECISION_ACTION_ACKNOWLEDGE || action == v1::DECISION_ACTION_SNOOZE ||
         action == v1::DECISION_ACTION_ASSIGN;
}

// What a person said about the open case. Nobody is notified; readers of the state hear it.
Verdict decide(const Input& input, Rows& rows, Emit& emit) {
  const v1::HumanDecision& decision = input.event->human_decision();
  if (!about_a_case(decision.action())) {
    return accept();
  }
  const AccountKey account{std::string(input.owner),
                           decision.segment().empty() ? "main" : decision.segment()};
  const OpenCase* held = rows.find(kCases, account);
  const bool other =
      held != nullptr && !decision.case_id().empty() && decision.case_id() != held->case_id();
  const Day until = checked_day(decision.valid_until());
  const bool snoozes = decision.action() == v1::DECISION_ACTION_SNOOZE;
  if (held == nullptr || other) {
    return refuse(RejectReason::kBadDecision, "case_id: no open case of that name");
  }
  if (snoozes && until < input.day) {
    return refuse(RejectReason::kBadDecision, "valid_until: the day has passed");
  }
  OpenCase& row = rows.edit(kCases, account);
  if (snoozes) {
    row.set_snoozed_until(until);
    emit.wake(std::string(Alerts::kName).append("|").append(account.segment), until + 1);
  } else if (decision.action() == v1::DECISION_ACTION_ASSIGN) {
    row.set_owner(decision.assignee());
  } else {
    row.set_acknowledged_by(decision.decided_by());
  }
  send_open(rows, emit, account,
            alerts::case_lines(rows, account, reporting_currency(policy_in_force(rows))),
            v1::CASE_NEWS_UNSPECIFIED, origin_of_case(rows, emit, account));
  return accept();
}

bool is_documented(const v1::Hold& hold, const CaseLines& lines) {
  return std::all_of(hold.causes().begin(), hold.causes().end(), [&](const v1::Cause& cause) {
    return lines.has(cause.rule(), cause.subject());
  });
}

// Orders say a hold and their findings in one step; the case was made of those findings above.
void send_hold(Rows& rows, Emit& emit, const HoldChanged& changed) {
  const AccountKey& account = changed.account;
  const v1::Policy& policy = policy_in_force(rows);
  v1::Hold hold = changed.hold;
  const OpenCase* open = rows.find(kCases, account);
  if (hold.state() != v1::HOLD_STATE_RELEASED) {
    ENCOURS_ASSERT(open != nullptr, "a hold without a case cannot exist");
    ENCOURS_ASSERT(
        is_documented(hold, alerts::case_lines(rows, account, reporting_currency(policy))),
        "every cause of a hold is a line of its case");
  }
  if (open != nullptr) {
    hold.set_case_id(open->case_id());
  }
  set_account(account, *hold.mutable_account());
  *hold.mutable_origin() =
      origin_of(emit, policy, "hold|" + account.segment + "|" + hold.hold_id());
  emit.send(kHoldsTopic, client_segment_key(account.client_id, account.segment), hold);
}

}  // namespace

std::optional<v1::Case> open_case(Rows& rows, const AccountKey& account) {
  const OpenCase* row = rows.find(kCases, account);
  if (row == nullptr) {
    return std::nullopt;
  }
  const Currency currency = reporting_currency(policy_in_force(rows));
  return case_of(account, *row, alerts::case_lines(rows, account, currency), currency);
}

void Alerts::wants(const Heard& heard, Wishes& wishes) {
  const Input& input = heard.input();
  const auto* client =
      input.owner.empty() ? nullptr : wishes.wanted(kClients, OwnerKey{input.owner});
  for (int i = 0; client != nullptr && i < client->segments_size(); ++i) {
    const AccountKey account{std::string(input.owner), client->segments(i)};
    wishes.want(kCases, account);
    wishes.want(kClosedCases, account);
    wishes.want(kFindings, account);
  }
}

Verdict Alerts::apply(const Heard& heard, Rows& rows, Emit& emit) {
  if (heard.kind() == Kind::kHumanDecision) {
    return decide(heard.input(), rows, emit);
  }
  if (heard.kind() == Kind::kAccountTurned) {
    end_snooze(heard.input(), rows, emit, heard.as<AccountTurned>().account);
    return accept();
  }
  if (heard.kind() == Kind::kFindings) {
    refresh(heard.input(), rows, emit, heard.as<FindingsChanged>().account);
    return accept();
  }
  // Findings may have been said after the hold; here all of them are already written.
  const HoldChanged& changed = heard.as<HoldChanged>();
  refresh(heard.input(), rows, emit, changed.account);
  send_hold(rows, emit, changed);
  return accept();
}

}  // namespace encours
