#include "src/ingest/notices/bodacc_xml.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <vector>

#include <fmt/format.h>

#include "src/ingest/input.h"
#include "src/ingest/notices/bodacc.h"
#include "src/ingest/notices/french_date.h"

namespace encours {
namespace {

constexpr std::size_t kDeclarationBytesMax = 200;
constexpr const char* kRoot = "PCL_REDIFF";

// The files say windows-1252 of themselves, which no XML library reads.
std::string to_utf8(std::string_view bytes) {
  const auto input = input_of_text(bytes, TextEncoding::kWindows1252);
  std::string text;
  std::array<char, 1U << 16U> piece{};
  for (;;) {
    const auto read = input->read(piece.data(), piece.size());
    if (!read || *read == 0) return text;
    text.append(piece.data(), *read);
  }
}

bool says_windows_1252(std::string_view bytes) {
  const std::string_view declaration =
      bytes.substr(0, bytes.substr(0, kDeclarationBytesMax).find("?>"));
  return declaration.find("windows-1252") != std::string_view::npos ||
         declaration.find("WINDOWS-1252") != std::string_view::npos;
}

// The texts of all children of a name, with a blank between them.
std::string joined(const pugi::xml_node& node, const char* name) {
  std::string text;
  for (const pugi::xml_node& child : node.children(name)) {
    text += (text.empty() ? "" : " ") + std::string(child.child_value());
  }
  return text;
}

PrintedPerson natural_person(const pugi::xml_node& node) {
  PrintedPerson person;
  person.name = joined(node, "prenom") + " " + node.child_value("nom");
  person.natural = true;
  return person;
}

PrintedPerson legal_person(const pugi::xml_node& node) {
  PrintedPerson person;
  person.name = node.child_value("denomination");
  return person;
}

// Numbers as printed, an empty one for "RCS non inscrit.".
std::vector<std::string> numbers_of(const pugi::xml_node& notice) {
  std::vector<std::string> numbers;
  for (const pugi::xml_node& child : notice.children()) {
    const std::string_view name = child.name();
    if (name == "numeroImmatriculation") {
      numbers.emplace_back(child.child_value("numeroIdentificationRCS"));
    } else if (name == "nonInscrit") {
      numbers.emplace_back();
    }
  }
  return numbers;
}

// Numbers belong to persons by their places, if there are as many of both; else all to the first:
// each is a debtor of this notice either way.
void give_numbers(const pugi::xml_node& notice, std::vector<PrintedPerson>& persons) {
  const std::vector<std::string> numbers = numbers_of(notice);
  const bool as_many = numbers.size() == persons.size();
  for (std::size_t place = 0; place < numbers.size(); ++place) {
    bodacc::add_number(persons[as_many ? place : 0], numbers[place]);
  }
  for (const pugi::xml_node& craft : notice.children("inscriptionRM")) {
    bodacc::add_number(persons[0], craft.child_value("numeroIdentificationRM"));
  }
}

std::vector<PrintedPerson> persons_of(const pugi::xml_node& notice) {
  std::vector<PrintedPerson> persons;
  for (const pugi::xml_node& child : notice.children()) {
    const std::string_view name = child.name();
    if (name == "personneMorale") persons.push_back(legal_person(child));
    if (name == "personnePhysique") persons.push_back(natural_person(child));
  }
  if (persons.empty()) return persons;
  give_numbers(notice, persons);
  const pugi::xml_node address = notice.child("adresse").child("france");
  for (PrintedPerson& person : persons) {
    person.postcode = address.child_value("codePostal");
    person.city = address.child_value("ville");
  }
  return persons;
}

// One issue of the gazette.
class Issue {
 public:
  explicit Issue(const pugi::xml_node& root)
      : number_(root.child_value("parution")),
        day_(read_french_date(root.child_value("dateParution"))) {}

  PrintedNotice read(const pugi::xml_node& node) const {
    PrintedNotice notice;
    notice.source = bodacc::kSource;
    notice.jurisdiction = "FR";
    notice.id = bodacc::notice_id("A", number_, node.child_value("numeroAnnonce"));
    const pugi::xml_node judgment = node.child("jugement");
    notice.family = judgment.child_value("famille");
    notice.nature = judgment.child_value("nature");
    notice.text = judgment.child_value("complementJugement");
    notice.event_date = read_french_date(judgment.child_value("date"));
    notice.publication_date = day_;
    notice.court = node.child_value("tribunal");
    const pugi::xml_node type = node.child("typeAnnonce").first_child();
    notice.correction = bodacc::correction_of(type.name(), notice.family);
    const pugi::xml_node earlier = node.child("parutionAvisPrecedent");
    notice.replaces_id = bodacc::notice_id(earlier.child_value("nomPublication"),
                                           earlier.child_value("numeroParution"),
                                           earlier.child_value("numeroAnnonce"));
    notice.persons = persons_of(node);
    return notice;
  }

 private:
  std::string number_;
  Day day_;
};

std::uint64_t line_at(std::string_view text, std::ptrdiff_t offset) {
  const auto end = text.begin() + std::clamp<std::ptrdiff_t>(offset, 0, std::ssize(text));
  return static_cast<std::uint64_t>(std::count(text.begin(), end, '\n')) + 1;
}

// What a notice cannot do without; a sentence for people if it lacks it.
std::string_view lack_of(const PrintedNotice& notice) {
  if (notice.id.empty()) return "the notice has no number, or its issue has none";
  if (notice.publication_date == kNoDay) return "the issue has no date of publication";
  if (notice.nature.empty() && notice.family.empty()) return "the notice has no judgment";
  return "";
}

std::string as_text(const pugi::xml_node& node) {
  struct Writer : pugi::xml_writer {
    void write(const void* data, std::size_t size) override {
      text.append(static_cast<const char*>(data), size);
    }
    std::string text;
  } writer;
  node.print(writer, "", pugi::format_raw);
  return std::move(writer.text);
}

}  // namespace

bool is_bodacc_xml(std::string_view bytes) {
  constexpr std::size_t kLookedAt = 400;
  return bytes.substr(0, kLookedAt).find(kRoot) != std::string_view::npos;
}

void read_bodacc_xml(std::string_view bytes, const std::string& file, NoticeSink& sink) {
  const std::string text = says_windows_1252(bytes) ? to_utf8(bytes) : std::string(bytes);
  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  const pugi::xml_node root = document.child(kRoot);
  if (!parsed || !root) {
    sink.reject({file, line_at(text, parsed.offset), "", RowRejectReason::kBadFile, "",
                 parsed ? "the file has no element PCL_REDIFF"
                        : fmt::format("the file is no XML: {}", parsed.description()),
                 ""});
    return;
  }
  const Issue issue(root);
  std::uint64_t line = 1;
  std::ptrdiff_t counted = 0;
  for (const pugi::xml_node& node : root.child("annonces").children("annonce")) {
    // Lines are counted on from the last notice, not from the top again.
    const std::ptrdiff_t offset =
        std::clamp<std::ptrdiff_t>(node.offset_debug(), counted, std::ssize(text));
    line +=
        static_cast<std::uint64_t>(std::count(text.begin() + counted, text.begin() + offset, '\n'));
    counted = offset;
    PrintedNotice notice = issue.read(node);
    if (const std::string_view lack = lack_of(notice); !lack.empty()) {
      sink.reject(
          {file, line, "", RowRejectReason::kMissingValue, "", std::string(lack), as_text(node)});
    } else {
      sink.notice(std::move(notice), line);
    }
  }
}

}  // namespace encours
