// Objects in a real S3 server, through a network that fails as s3_test.py tells it to. Run by that
// script alone, which says in the environment where the server is and what the proxy does.
#include "src/snapshot/s3_store.h"

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "src/snapshot/sha256.h"
#include "tests/driver/temporary_folder.h"

namespace encours {
namespace {

namespace fs = std::filesystem;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

std::string told(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

S3Options told_options() {
  S3Options options;
  options.endpoint = told("ENCOURS_S3_ENDPOINT");
  options.region = told("ENCOURS_S3_REGION");
  options.access_key = told("AWS_ACCESS_KEY_ID");
  options.secret_key = told("AWS_SECRET_ACCESS_KEY");
  options.first_pause = std::chrono::milliseconds(5);
  options.stall = std::chrono::seconds(1);
  return options;
}

S3Store store_of(const S3Options& options, const std::string& bucket = "snapshots") {
  return S3Store({"", bucket, "a/prefix"}, options);
}

std::vector<std::string> names(SnapshotStore& store, const std::string& folder) {
  std::vector<std::string> names;
  const auto objects = store.list(folder);
  EXPECT_TRUE(objects.has_value()) << objects.error().message;
  for (const StoredObject& object : *objects) {
    names.push_back(object.name);
  }
  return names;
}

class S3StoreTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    ASSERT_FALSE(told("ENCOURS_S3_ENDPOINT").empty()) << "run s3_test.py, which starts a server";
  }
  fs::path file_of(const std::string& content) {
    fs::path file = folder_.path() / "file";
    std::ofstream(file, std::ios::binary) << content;
    return file;
  }
  static std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  TemporaryFolder folder_;
};

using S3Good = S3StoreTest;

TEST_F(S3Good, ObjectsAreReadAsTheyWereWritten) {
  S3Store store = store_of(told_options());
  std::string large;
  for (std::uint64_t i = 0; large.size() < 3'000'000; ++i) {
    large += std::to_string(i * 7919);
  }
  ASSERT_TRUE(store.put("t/0/a.json", "small"));
  ASSERT_TRUE(store.put_file("t/0/files/large", file_of(large), sha256_of(large)));
  ASSERT_TRUE(store.put_file("t/0/files/empty", file_of(""), sha256_of("")));
  EXPECT_EQ(store.get("t/0/a.json").value(), "small");
  EXPECT_EQ(store.get("t/0/b.json").value(), std::nullopt);
  ASSERT_TRUE(store.get_file("t/0/files/large", folder_.path() / "got").value());
  EXPECT_EQ(content_of(folder_.path() / "got"), large);
  ASSERT_TRUE(store.get_file("t/0/files/empty", folder_.path() / "got").value());
  EXPECT_EQ(content_of(folder_.path() / "got"), "") << "the file that was there is replaced";
  EXPECT_FALSE(store.get_file("t/0/files/other", folder_.path() / "got").value());
  ASSERT_TRUE(store.put("t/0/a.json", "another"));
  EXPECT_EQ(store.get("t/0/a.json").value(), "another");
  ASSERT_TRUE(store.remove("t/0/a.json"));
  ASSERT_TRUE(store.remove("t/0/a.json")) << "it is gone already";
  EXPECT_EQ(store.get("t/0/a.json").value(), std::nullopt);
}

TEST_F(S3Good, ListsArePutTogetherFromTheirPages) {
  S3Options options = told_options();
  options.list_objects_max = 2;
  S3Store store = store_of(options);
  const std::vector<std::string> expected{"l/1/a", "l/1/b", "l/1/c/d", "l/1/e", "l/1/f"};
  for (const std::string& name : expected) {
    ASSERT_TRUE(store.put(name, name));
  }
  ASSERT_TRUE(store.put("l/10/a", "of another shard"));
  EXPECT_EQ(names(store, "l/1"), expected);
  EXPECT_EQ(names(store, "l").size(), expected.size() + 1);
  EXPECT_EQ(names(store, "nothing").size(), 0U);
  EXPECT_EQ(store.list("l/10")->front().bytes, 16U);
}

using S3Refused = S3StoreTest;

TEST_F(S3Refused, IsAWrongSecret) {
  S3Options options = told_options();
  options.secret_key = "a-wrong-secret";
  S3Store store = store_of(options);
  const Status put = store.put("r/0/a", "small");
  ASSERT_FALSE(put.has_value());
  EXPECT_EQ(put.error().fault, Fault::kRefused);
  EXPECT_THAT(put.error().message, HasSubstr("403 SignatureDoesNotMatch"));
  EXPECT_THAT(put.error().message, HasSubstr("check the two keys"));
  EXPECT_THAT(put.error().message, Not(HasSubstr("a-wrong-secret")));
  EXPECT_FALSE(store.get("r/0/a").has_value()) << "reading is signed too";
  EXPECT_FALSE(store.list("r").has_value()) << "and so is listing";
  EXPECT_EQ(store_of(told_options()).get("r/0/a").value(), std::nullopt);
}

TEST_F(S3Refused, IsAnUnknownKey) {
  S3Options options = told_options();
  options.access_key = "nobody";
  const auto list = store_of(options).list("");
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().fault, Fault::kRefused);
  EXPECT_THAT(list.error().message, HasSubstr("ccess key")) << "in the words of the server";
}

TEST_F(S3Refused, AreMissingKeysBeforeAnythingIsSent) {
  S3Options options = told_options();
  options.secret_key.clear();
  const auto list = store_of(options).list("");
  ASSERT_FALSE(list.has_value());
  EXPECT_THAT(list.error().message, HasSubstr("AWS_SECRET_ACCESS_KEY"));
}

TEST_F(S3Refused, IsABucketThatIsNotThere) {
  S3Store store = store_of(told_options(), "no-such-bucket");
  for (const Status& status :
       {store.put("a", "b"), store.remove("a"), store.get("a").map([](const auto&) {}),
        store.list("").map([](const auto&) {})}) {
    ASSERT_FALSE(status.has_value());
    EXPECT_EQ(status.error().fault, Fault::kRefused);
    EXPECT_THAT(status.error().message, HasSubstr("NoSuchBucket"));
  }
}

TEST_F(S3Refused, IsABodyThatIsNotTheOneSigned) {
  S3Store store = store_of(told_options());
  const Status put = store.put_file("r/0/b", file_of("damaged"), sha256_of("what was meant"));
  ASSERT_FALSE(put.has_value());
  EXPECT_EQ(put.error().fault, Fault::kRefused);
  EXPECT_THAT(put.error().message, HasSubstr("SHA256"));
  EXPECT_EQ(store.get("r/0/b").value(), std::nullopt);
}

using S3Away = S3StoreTest;

TEST_F(S3Away, IsToldAfterTheLastTry) {
  S3Options options = told_options();
  options.tries_max = 3;
  const Status put = store_of(options).put("a", "b");
  ASSERT_FALSE(put.has_value());
  EXPECT_EQ(put.error().fault, Fault::kRetry);
  EXPECT_THAT(put.error().message, HasSubstr("; 3 tries"));
  EXPECT_THAT(put.error().message, AnyOf(HasSubstr("500 SlowDown"), HasSubstr("Timeout")));
}

TEST_F(S3Away, IsNotWaitedForOnceStopped) {
  std::atomic<bool> stop = true;
  S3Options options = told_options();
  options.stop = &stop;
  options.first_pause = std::chrono::hours(1);
  options.stall = std::chrono::hours(1);
  const Status put = store_of(options).put("a", "b");
  ASSERT_FALSE(put.has_value());
  EXPECT_EQ(put.error().fault, Fault::kRetry);
}

TEST_F(S3Away, NobodyListens) {
  S3Options options = told_options();
  options.endpoint = "http://127.0.0.1:1";
  options.tries_max = 2;
  const auto list = store_of(options).list("");
  ASSERT_FALSE(list.has_value());
  EXPECT_EQ(list.error().fault, Fault::kRetry);
  EXPECT_THAT(list.error().message, HasSubstr("http://127.0.0.1:1/snapshots: "));
}

}  // namespace
}  // namespace encours
