// Snapshots in a bucket of anything that speaks S3. Made by whoever opens the settings' store.
//
// Objects are named by their path ("ENDPOINT/BUCKET/PREFIX/NAME"), not by the host, so that servers
// without wildcard names work too. S3 shows an object once it has all of it and its SHA-256 is the
// one that was signed: nothing half is ever seen.
#pragma once

#include "src/snapshot/s3_client.h"
#include "src/snapshot/snapshot_store.h"
#include "src/snapshot/store_place.h"

namespace encours {

class S3Store : public SnapshotStore {
 public:
  S3Store(StorePlace place, S3Options options);

  std::string place() const override;
  Status put(const std::string& name, std::string_view content) override;
  Status put_file(const std::string& name, const std::filesystem::path& file,
                  const std::string& sha256) override;
  Result<std::optional<std::string>> get(const std::string& name) override;
  Result<bool> get_file(const std::string& name, const std::filesystem::path& file) override;
  Result<std::vector<StoredObject>> list(const std::string& folder) override;
  Status remove(const std::string& name) override;
  // An upload that was broken off leaves nothing.
  Status remove_leftovers(const std::string&) override { return {}; }

 private:
  std::string key_of(const std::string& name) const;
  S3Request request(std::string method, const std::string& name) const;

  StorePlace place_;
  S3Client client_;
};

}  // namespace encours
