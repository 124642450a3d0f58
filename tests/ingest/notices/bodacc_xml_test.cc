// Shows how issues of the BODACC are read: encodings, persons and their numbers, corrections, and
// what is rejected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/ingest/notices/notices.h"

namespace encours {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string issue(const std::string& notices) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<PCL_REDIFF><parution>20080009</parution>"
         "<dateParution>15/01/2008</dateParution><annonces>\n" +
         notices + "</annonces></PCL_REDIFF>";
}

const std::string kJudgment =
    "<jugement><famille>Jugement d'ouverture</famille><nature>Jugement d'ouverture de liquidation "
    "judiciaire</nature><date>19\u00a0décembre\u00a02007</date><complementJugement>Jugement "
    "prononçant</complementJugement></jugement>";

TEST(BodaccXml, ReadsANotice) {
  const FoundNotices found = read(issue(
      "<annonce><typeAnnonce><creation/></typeAnnonce><numeroAnnonce>611</numeroAnnonce>"
      "<tribunal>TRIBUNAL DE COMMERCE DE X</tribunal>"
      "<personneMorale><denomination>LE PÉCHÉ</denomination></personneMorale>"
      "<numeroImmatriculation><numeroIdentificationRCS>453 805 996</numeroIdentificationRCS>"
      "</numeroImmatriculation><adresse><france><codePostal>02300</codePostal><ville>Chauny</ville>"
      "</france></adresse>" +
      kJudgment + "</annonce>"));
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_THAT(found.rejects, IsEmpty());
  EXPECT_EQ(found.lines.front(), 3U);
  const PrintedNotice& notice = found.notices.front();
  EXPECT_EQ(notice.id, "A20080009611");
  EXPECT_EQ(notice.correction, v1::NOTICE_CORRECTION_NEW);
  EXPECT_EQ(format_day(notice.publication_date), "2008-01-15");
  EXPECT_EQ(format_day(notice.event_date), "2007-12-19");
  EXPECT_EQ(notice.court, "TRIBUNAL DE COMMERCE DE X");
  ASSERT_EQ(notice.persons.size(), 1U);
  EXPECT_EQ(notice.persons[0].name, "LE PÉCHÉ");
  EXPECT_THAT(notice.persons[0].numbers, ElementsAre("453 805 996"));
  EXPECT_EQ(notice.persons[0].postcode, "02300");
  EXPECT_FALSE(notice.persons[0].natural);
}

TEST(BodaccXml, ReadsTheOldEncoding) {
  std::string text = "<?xml version=\"1.0\" encoding=\"windows-1252\"?>" +
                     issue(
                         "<annonce><numeroAnnonce>1</numeroAnnonce><jugement><nature>D\xe9p\xf4t "
                         "\x9cuvre\x92s</nature></jugement></annonce>")
                         .substr(38);
  const FoundNotices found = read(text);
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_EQ(found.notices[0].nature, "Dépôt œuvre’s");
}

TEST(BodaccXml, PairsPersonsAndNumbersByTheirPlaces) {
  const FoundNotices found = read(issue(
      "<annonce><numeroAnnonce>1</numeroAnnonce>"
      "<personnePhysique><nom>A</nom><prenom>Anne</prenom><prenom>Marie</prenom></personnePhysique>"
      "<personneMorale><denomination>B</denomination></personneMorale>"
      "<nonInscrit>RCS non inscrit.</nonInscrit>"
      "<numeroImmatriculation><numeroIdentificationRCS>453 805 996</numeroIdentificationRCS>"
      "</numeroImmatriculation>" +
      kJudgment + "</annonce>"));
  ASSERT_EQ(found.notices.size(), 1U);
  const auto& persons = found.notices[0].persons;
  ASSERT_EQ(persons.size(), 2U);
  EXPECT_EQ(persons[0].name, "Anne Marie A");
  EXPECT_TRUE(persons[0].natural);
  EXPECT_THAT(persons[0].numbers, IsEmpty());
  EXPECT_THAT(persons[1].numbers, ElementsAre("453 805 996"));
}

TEST(BodaccXml, GivesAllNumbersToTheFirstWhereThereAreFewer) {
  const FoundNotices found = read(issue(
      "<annonce><numeroAnnonce>1</numeroAnnonce>"
      "<personnePhysique><nom>A</nom></personnePhysique>"
      "<personnePhysique><nom>B</nom></personnePhysique>"
      "<numeroImmatriculation><numeroIdentificationRCS>453 805 996</numeroIdentificationRCS>"
      "</numeroImmatriculation>"
      "<inscriptionRM><numeroIdentificationRM>453805996</numeroIdentificationRM></inscriptionRM>" +
      kJudgment + "</annonce>"));
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_THAT(found.notices[0].persons[0].numbers, ElementsAre("453 805 996"));
  EXPECT_THAT(found.notices[0].persons[1].numbers, IsEmpty());
}

TEST(BodaccXml, NamesTheNoticeThatACorrectionIsOf) {
  const FoundNotices found = read(
      issue("<annonce><typeAnnonce><annulation/></typeAnnonce><numeroAnnonce>2</numeroAnnonce>" +
            kJudgment +
            "<parutionAvisPrecedent><nomPublication>BODACC A</nomPublication>"
            "<numeroParution>20080040</numeroParution><numeroAnnonce>2366</numeroAnnonce>"
            "</parutionAvisPrecedent></annonce>"));
  ASSERT_EQ(found.notices.size(), 1U);
  EXPECT_EQ(found.notices[0].correction, v1::NOTICE_CORRECTION_CANCELLATION);
  EXPECT_EQ(found.notices[0].replaces_id, "A200800402366");
}

TEST(BodaccXml, RejectsWhatSaysTooLittle) {
  const FoundNotices found = read(issue("<annonce>" + kJudgment +
                                        "</annonce>\n<annonce><numeroAnnonce>2</numeroAnnonce>"
                                        "</annonce>"));
  ASSERT_EQ(found.rejects.size(), 2U);
  EXPECT_THAT(found.rejects[0].detail, HasSubstr("no number"));
  EXPECT_EQ(found.rejects[1].line, 4U);
  EXPECT_THAT(found.rejects[1].detail, HasSubstr("no judgment"));
  EXPECT_THAT(found.rejects[1].raw, HasSubstr("<numeroAnnonce>2"));
}

TEST(BodaccXml, RejectsAFileThatIsCutOff) {
  const std::string whole = issue("<annonce><numeroAnnonce>1</numeroAnnonce></annonce>");
  const FoundNotices found = read(whole.substr(0, whole.size() - 30));
  ASSERT_EQ(found.rejects.size(), 1U);
  EXPECT_EQ(found.rejects[0].reason, RowRejectReason::kBadFile);
  EXPECT_THAT(found.rejects[0].detail, HasSubstr("no XML"));
}

TEST(Notices, OfNoKnownFormatAreToldSo) {
  const FoundNotices found = read("a,b\n1,2\n");
  ASSERT_EQ(found.rejects.size(), 1U);
  EXPECT_THAT(found.rejects[0].detail, HasSubstr("no format that is known"));
}

}  // namespace
}  // namespace encours
