// Shows how records of the BODACC's open data are read, in the service's own shape and in that of
// scrapers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/notices/notices.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(BodaccRecords, ReadsTheServicesOwn) {
  const FoundNotices found =
      read(R"({"total_count":1,"results":[{
    "id":"A202600211234","numeroannonce":1234,"dateparution":"2026-02-02","typeavis":"rectificatif",
    "tribunal":"Greffe de X","registre":["489466755","489 466 755"],
    "listepersonnes":"{\"personne\":{\"typePersonne\":\"pm\",\"denomination\":\"X SARL\",)"
           R"(\"numeroImmatriculation\":{\"numeroIdentification\":)"
           R"(\"489 466 755\"},\"adresseSiegeSocial\":)"
           R"({\"codePostal\":\"87000\",\"ville\":\"Limoges\"}}}",
    "jugement":"{\"famille\":\"Jugement d'ouverture\",\"nature\":\"Ouverture\",)"
           R"(\"date\":\"2026-01-16\",\"complementJugement\":\"J\"}",
    "parutionavisprecedent":"{\"nomPublication\":\"BODACC A\",)"
           R"(\"numeroParution\":\"20260010\",\"numeroAnnonce\":\"77\"}"}]})");
  ASSERT_EQ(found.notices.size(), 1U);
  const PrintedNotice& notice = found.notices[0];
  EXPECT_EQ(notice.id, "A202600211234");
  EXPECT_EQ(notice.correction, v1::NOTICE_CORRECTION_RECTIFICATION);
  EXPECT_EQ(notice.replaces_id, "A2026001077");
  EXPECT_EQ(format_day(notice.event_date), "2026-01-16");
  ASSERT_EQ(notice.persons.size(), 1U);
  EXPECT_THAT(notice.persons[0].numbers, ElementsAre("489 466 755"));
  EXPECT_EQ(notice.persons[0].city, "Limoges");
}

TEST(BodaccRecords, ReadsSeveralPersonsAndNumbersOfTheCraftRegister) {
  const FoundNotices found =
      read(R"([{"numeroannonce":1,"dateparution":"2026-02-02","registre":null,
    "listepersonnes":"{\"personne\":[{\"typePersonne\":\"pp\",\"nom\":\"A\",)"
           R"(\"prenom\":[\"Anne\",\"Marie\"],\"inscriptionRM\":)"
           R"({\"numeroIdentificationRM\":\"350 738 944\"}},)"
           R"({\"typePersonne\":\"pm\",\"denomination\":\"B\"}]}",
    "jugement":"{\"nature\":\"Dépôt de l'état des créances\"}"}])");
  ASSERT_EQ(found.notices.size(), 1U);
  const auto& persons = found.notices[0].persons;
  ASSERT_EQ(persons.size(), 2U);
  EXPECT_TRUE(persons[0].natural);
  EXPECT_EQ(persons[0].name, "Anne Marie A");
  EXPECT_THAT(persons[0].numbers, ElementsAre("350 738 944"));
  EXPECT_EQ(persons[1].name, "B");
}

TEST(BodaccRecords, ReadsThoseOfScrapers) {
  const FoundNotices found = read(R"({"source":"BODACC API","records":[
    {"id":"","date_parution":"2026-02-08","numero_annonce":2566,"type_annonce":"Avis d’annulation",
     "nom_entreprise":"A, B","registre":["820155000","820 155 000","810712190"],"code_postal":null,
     "contenu":"{\"nature\":\"Jugement de clôture pour insuffisance d'actif\"}"},
    {"date_parution":"2026-02-08","numero_annonce":1,"registre":"489466755","nom_entreprise":"C",
     "contenu":"{\"nature\":\"Autre jugement\"}"}]})");
  ASSERT_EQ(found.notices.size(), 2U);
  EXPECT_EQ(found.notices[0].id, "A/2026-02-08/2566");
  EXPECT_EQ(found.notices[0].correction, v1::NOTICE_CORRECTION_CANCELLATION);
  EXPECT_THAT(found.notices[0].persons[0].numbers, ElementsAre("820155000", "810712190"));
  EXPECT_EQ(found.notices[0].event_date, kNoDay);
  EXPECT_THAT(found.notices[1].persons[0].numbers, ElementsAre("489466755"));
  EXPECT_THAT(found.lines, ElementsAre(1U, 2U));
}

TEST(BodaccRecords, OfOtherFamiliesSayTheirFamily) {
  const FoundNotices found = read(R"([{"numeroannonce":446,"dateparution":"2022-11-23",
    "familleavis":"radiation","familleavis_lib":"Radiations",
    "radiationaurcs":"{\"radiationPM\":{\"commentaire\":\"transfert du siège\"}}"}])");
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_EQ(found.notices[0].nature, "Radiations");
  EXPECT_THAT(found.notices[0].text, HasSubstr("transfert du siège"));
}

TEST(BodaccRecords, RejectsWhatSaysTooLittle) {
  const FoundNotices found = read(R"([{"numeroannonce":1,"jugement":"{\"nature\":\"x\"}"},
    {"dateparution":"2026-02-02","jugement":"{\"nature\":\"x\"}"},
    {"numeroannonce":2,"dateparution":"2026-02-02","jugement":"{not json"}, 7])");
  EXPECT_THAT(found.notices, IsEmpty());
  ASSERT_EQ(found.rejects.size(), 4U);
  EXPECT_THAT(found.rejects[0].detail, HasSubstr("no date"));
  EXPECT_THAT(found.rejects[1].detail, HasSubstr("neither an id nor a number"));
  EXPECT_THAT(found.rejects[2].detail, HasSubstr("no judgment"));
  EXPECT_THAT(found.rejects[3].detail, HasSubstr("no object"));
}

TEST(BodaccRecords, RejectsAFileThatIsNoJson) {
  const FoundNotices found = read(R"([{"numeroannonce":1,)");
  ASSERT_EQ(found.rejects.size(), 1U);
  EXPECT_EQ(found.rejects[0].reason, RowRejectReason::kBadFile);
}

}  // namespace
}  // namespace encours
