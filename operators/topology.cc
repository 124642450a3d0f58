// The whole system on one page. An event runs down the rows; a row hears inputs, or what a row
// above it says.
#include "operators/topology.h"

#include "operators/client/ageing/ageing.h"
#include "operators/client/alerts/alerts.h"
#include "operators/client/digest/digest.h"
#include "operators/client/exposure/exposure.h"
#include "operators/client/intake/intake.h"
#include "operators/client/ledger/ledger.h"
#include "operators/client/limits/limits.h"
#include "operators/client/orders/orders.h"
#include "operators/client/publish/publish.h"
#include "operators/client/utilisation/utilisation.h"
#include "operators/pipeline.h"

namespace encours {

const Topology& client_topology() {
  static const Pipeline<
      Intake,       // refuses nonsense, ignores repeats
      Ledger,       // open items, cash and credits on account, disputes
      Exposure,     // what the client owes us and is about to owe us
      Ageing,       // how much of it is late, by bucket
      Limits,       // which limits are in force today
      Orders,       // hold or release, with the reasons; approved orders reserve, held ones do not
      Utilisation,  // documents and approved orders against the limit
      Alerts,       // what a person must look at, once
      Digest,       // how many cases each portfolio has, once a day
      Publish>      // the account's sheet, for the readers
      kClientLog;
  return kClientLog;
}

}  // namespace encours
