#include "src/cli/demo/client.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

namespace encours::demo {
namespace {

constexpr std::array kTrades{"Menuiserie",   "Charpentes", "Plomberie",     "Électricité",
                             "Maçonnerie",   "Couverture", "Métallerie",    "Peintures",
                             "Carrelages",   "Serrurerie", "Chauffage",     "Travaux publics",
                             "Aménagements", "Isolation",  "Étanchéité",    "Vitrerie",
                             "Terrassement", "Bâtiment",   "Quincaillerie", "Matériaux"};
constexpr std::array kPlaces{"du Ponant", "de l'Aubrac", "Lyonnaise",    "des Alpes", "du Vexin",
                             "Bretonne",  "de Garonne",  "du Littoral",  "Picarde",   "des Vosges",
                             "du Berry",  "Provençale",  "de la Loire",  "du Quercy", "Normande",
                             "du Jura",   "des Landes",  "de l'Ouest",   "du Rhône",  "Champenoise",
                             "du Bocage", "Nantaise",    "des Cévennes", "Girondine"};
constexpr std::array kFamilies{"Martin",    "Garnier", "Lefèvre", "Rousseau", "Fontaine", "Mercier",
                               "Chevalier", "Perrin",  "Lemoine", "Renard",   "Gauthier", "Colin"};
constexpr std::array kForms{"SARL", "SAS", "SA", "& Fils"};
constexpr std::array kTerms{30, 30, 30, 45, 45, 60};

template <std::size_t Size>
const char* pick(const std::array<const char*, Size>& list, Random& random) {
  return list.at(static_cast<std::size_t>(random.between(0, static_cast<int>(Size) - 1)));
}

std::string make_name(Random& random, std::set<std::string>& taken) {
  while (true) {
    const bool family = random.chance(350);
    std::string name =
        fmt::format("{} {} {}", pick(kTrades, random),
                    family ? pick(kFamilies, random) : pick(kPlaces, random), pick(kForms, random));
    if (taken.insert(name).second) {
      return name;
    }
  }
}

Habit make_habit(Random& random) {
  const int draw = random.between(1, 100);
  return draw <= 45   ? Habit::kPrompt
         : draw <= 84 ? Habit::kUsual
         : draw <= 95 ? Habit::kSlow
                      : Habit::kSliding;
}

// What a client may owe: its usual order over terms and lateness, with room to spare, rounded as a
// committee would.
std::int64_t make_limit(const Client& client, Random& random) {
  const std::int64_t turnover_days = client.terms_days + 25;
  const std::int64_t outstanding =
      client.order_cents * client.orders_per_hundred_days * turnover_days / 100;
  const std::int64_t wanted = outstanding * random.between(90, 210) / 100 + client.order_cents;
  const std::int64_t step = wanted > 5'000'000 ? 1'000'000 : wanted > 1'000'000 ? 250'000 : 50'000;
  return (wanted / step + 1) * step;
}

Client make_client(int number, Random& random, std::set<std::string>& names, Day first_day) {
  Client client;
  client.id = fmt::format("C{:04}", number);
  client.name = make_name(random, names);
  client.habit = make_habit(random);
  client.terms_days = kTerms.at(static_cast<std::size_t>(random.between(0, 5)));
  // Few large clients, many small ones.
  const int size = random.between(1, 100);
  client.orders_per_hundred_days = size > 94 ? 60 : size > 75 ? 30 : 12;
  client.order_cents = std::int64_t{100} * (size > 94   ? random.between(6'000, 18'000)
                                            : size > 75 ? random.between(1'800, 6'000)
                                                        : random.between(250, 1'800));
  client.limit_cents = make_limit(client, random);
  client.slides_from = first_day + random.between(60, 240);
  return client;
}

// A builder fails in September; those who work for it are paid late themselves, and one of them
// fails in November.
void make_dominoes(std::vector<Client>& clients, Day first_day) {
  constexpr Day kFirstFall = 250;
  const auto become = [](Client& client, const char* name, Habit habit, std::int64_t order_euros) {
    client.name = name;
    client.habit = habit;
    client.order_cents = order_euros * 100;
    client.orders_per_hundred_days = 45;
    client.terms_days = 45;
    client.limit_cents = client.order_cents * 36;
  };
  become(clients[3], "Ponant Construction SA", Habit::kFailing, 9'500);
  clients[3].fails_on = first_day + kFirstFall;
  become(clients[17], "Charpentes Kerguelen SAS", Habit::kFailing, 4'200);
  clients[17].fails_on = first_day + kFirstFall + 55;
  become(clients[29], "Électricité Lemoine & Fils", Habit::kSliding, 2'600);
  clients[29].slides_from = first_day + kFirstFall + 15;
  become(clients[41], "Plomberie Armorique SARL", Habit::kSliding, 1'900);
  clients[41].slides_from = first_day + kFirstFall + 20;
}

}  // namespace

std::vector<Client> make_clients(Random& random, int count, Day first_day) {
  std::vector<Client> clients;
  std::set<std::string> names;
  for (int number = 1; number <= std::max(count, 50); ++number) {
    clients.push_back(make_client(number, random, names, first_day));
  }
  make_dominoes(clients, first_day);
  return clients;
}

int days_late(const Client& client, Day due_on, Random& random) {
  switch (client.habit) {
    case Habit::kPrompt:
      return random.between(-4, 1);
    case Habit::kUsual:
      return random.between(-1, 12);
    case Habit::kSlow:
      return random.between(12, 42);
    case Habit::kSliding: {
      const int months = std::max(0, (due_on - client.slides_from) / 30);
      return random.between(0, 8) + months * random.between(8, 16);
    }
    case Habit::kFailing:
      return due_on >= client.fails_on - 20 ? kNeverPaid : random.between(2, 20);
  }
  return 0;
}

}  // namespace encours::demo
