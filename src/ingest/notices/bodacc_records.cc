#include "src/ingest/notices/bodacc_records.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "src/ingest/json_tree.h"
#include "src/ingest/notices/bodacc.h"
#include "src/ingest/notices/french_date.h"

namespace encours {
namespace {

using Json = nlohmann::json;

// The first of the fields that is there and not null.
const Json* field(const Json& object, std::initializer_list<const char*> names) {
  if (!object.is_object()) return nullptr;
  for (const char* name : names) {
    const auto found = object.find(name);
    if (found != object.end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

// Text of a value: several texts with blanks between them, a number as it is printed.
std::string text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return value.dump();
  std::string text;
  if (value.is_structured()) {
    for (const Json& part : value) {
      const std::string more = text_of(part);
      text += (text.empty() || more.empty() ? "" : " ") + more;
    }
  }
  return text;
}

std::string text_at(const Json& object, std::initializer_list<const char*> names) {
  const Json* value = field(object, names);
  return value == nullptr ? "" : text_of(*value);
}

// A field that holds JSON as text; an empty object when it holds anything else.
Json inner_json(const Json& record, std::initializer_list<const char*> names) {
  const Json* value = field(record, names);
  if (value == nullptr) return Json::object();
  if (value->is_structured()) return *value;
  if (!value->is_string()) return Json::object();
  auto inner = parse_json_tree(value->get_ref<const std::string&>());
  return inner ? std::move(*inner) : Json::object();
}

// One thing or a list of them: both are printed.
std::vector<Json> one_or_many(const Json* value) {
  if (value == nullptr) return {};
  if (value->is_array()) return {value->begin(), value->end()};
  return {*value};
}

PrintedPerson read_person(const Json& person) {
  PrintedPerson printed;
  printed.natural = text_at(person, {"typePersonne"}) == "pp";
  printed.name = text_at(person, {"denomination"});
  if (printed.name.empty()) {
    printed.name = text_at(person, {"prenom"}) + " " + text_at(person, {"nom"});
  }
  if (const Json* number = field(person, {"numeroImmatriculation"})) {
    bodacc::add_number(printed,
                       text_at(*number, {"numeroIdentification", "numeroIdentificationRCS"}));
  }
  if (const Json* craft = field(person, {"inscriptionRM"})) {
    bodacc::add_number(printed, text_at(*craft, {"numeroIdentificationRM"}));
  }
  if (const Json* seat = field(person, {"adresseSiegeSocial"})) {
    printed.postcode = text_at(*seat, {"codePostal"});
    printed.city = text_at(*seat, {"ville"});
  }
  return printed;
}

// Persons as the record lists them; one for the whole record where it does not.
std::vector<PrintedPerson> persons_of(const Json& record) {
  std::vector<PrintedPerson> persons;
  const Json list = inner_json(record, {"listepersonnes"});
  for (const Json& person : one_or_many(field(list, {"personne"}))) {
    persons.push_back(read_person(person));
  }
  if (persons.empty()) {
    PrintedPerson debtor;
    debtor.name = text_at(record, {"commercant", "nom_entreprise"});
    debtor.postcode = text_at(record, {"cp", "code_postal"});
    debtor.city = text_at(record, {"ville"});
    persons.push_back(std::move(debtor));
  }
  for (const Json& number : one_or_many(field(record, {"registre"}))) {
    const std::string printed = text_of(number);
    const bool known = std::ranges::any_of(
        persons, [&](const PrintedPerson& person) { return bodacc::bears(person, printed); });
    if (!known) bodacc::add_number(persons[0], printed);
  }
  return persons;
}

// The judgment, or for the families that have none the words of what the record announces.
void read_act(const Json& record, PrintedNotice& notice) {
  const Json judgment = inner_json(record, {"jugement", "contenu"});
  notice.family = text_at(judgment, {"famille"});
  notice.nature = text_at(judgment, {"nature"});
  notice.text = text_at(judgment, {"complementJugement"});
  notice.event_date = read_french_date(text_at(judgment, {"date"}));
  if (!notice.nature.empty()) return;
  if (notice.family.empty()) {
    notice.family = text_at(record, {"familleavis", "famille"});
    notice.nature = text_at(record, {"familleavis_lib", "famille"});
  }
  const Json act =
      inner_json(record, {"acte", "radiationaurcs", "modificationsgenerales", "depot"});
  notice.text += text_of(act);
}

PrintedNotice read_record(const Json& record) {
  PrintedNotice notice;
  notice.source = bodacc::kSource;
  notice.jurisdiction = "FR";
  const std::string number = text_at(record, {"numeroannonce", "numero_annonce"});
  const std::string day = text_at(record, {"dateparution", "date_parution"});
  notice.publication_date = read_french_date(day);
  notice.id = text_at(record, {"id"});
  // Scrapers lose the issue; the day of an edition names it as well.
  if (notice.id.empty() && !number.empty()) notice.id = fmt::format("A/{}/{}", day, number);
  read_act(record, notice);
  notice.correction =
      bodacc::correction_of(text_at(record, {"typeavis", "type_annonce"}), notice.family);
  const Json earlier = inner_json(record, {"parutionavisprecedent"});
  notice.replaces_id =
      bodacc::notice_id(text_at(earlier, {"nomPublication"}), text_at(earlier, {"numeroParution"}),
                        text_at(earlier, {"numeroAnnonce"}));
  notice.court = text_at(record, {"tribunal"});
  notice.persons = persons_of(record);
  return notice;
}

std::string_view lack_of(const Json& record, const PrintedNotice& notice) {
  if (!record.is_object()) return "the record is no object";
  if (notice.id.empty()) return "the record has neither an id nor a number";
  if (notice.publication_date == kNoDay) return "the record has no date of publication";
  if (notice.nature.empty() && notice.family.empty())
    return "the record has no judgment and no family";
  return "";
}

// The list of records, wherever the file has it.
const Json* records_of(const Json& file) {
  if (file.is_array()) return &file;
  const Json* records = field(file, {"results", "records"});
  return records != nullptr && records->is_array() ? records : nullptr;
}

}  // namespace

bool is_bodacc_records(std::string_view bytes) {
  constexpr std::size_t kLookedAt = 4'000;
  const std::string_view begin = bytes.substr(0, kLookedAt);
  return begin.find("\"numeroannonce\"") != std::string_view::npos ||
         begin.find("\"numero_annonce\"") != std::string_view::npos;
}

void read_bodacc_records(std::string_view bytes, const std::string& file, NoticeSink& sink) {
  const auto tree = parse_json_tree(bytes);
  const Json* records = tree ? records_of(*tree) : nullptr;
  if (records == nullptr) {
    sink.reject({file, 1, "", RowRejectReason::kBadFile, "",
                 tree ? "the file has no list of records" : tree.error(), ""});
    return;
  }
  std::uint64_t place = 0;
  for (const Json& record : *records) {
    ++place;
    PrintedNotice notice = read_record(record);
    if (const std::string_view lack = lack_of(record, notice); !lack.empty()) {
      sink.reject({file, place, "", RowRejectReason::kMissingValue, "", std::string(lack),
                   record.dump(-1, ' ', false, Json::error_handler_t::replace)});
    } else {
      sink.notice(std::move(notice), place);
    }
  }
}

}  // namespace encours
