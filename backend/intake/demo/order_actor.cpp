#include "backend/intake/demo/catalog.h"
#include "backend/intake/demo/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace binnacle::demo {

namespace {

/// An order of helios.md: placed on AWS, paid on Google Cloud, reserved and shipped on Azure.
class OrderActor final : public Actor {
public:
    OrderActor(World& world, std::int64_t at, std::uint64_t number)
    {
        Random& random = world.random();
        nextAt = at;
        m_id = fmt::format("ORD-{}", 10'000 + number);
        m_project = random.chance(0.7) ? "storefront" : "marketplace";
        m_customer = fmt::format("CUST-{}", 100 + random.below(9000));
        const std::size_t lines = 1 + random.below(3);
        for (std::size_t i = 0; i < lines; ++i)
            m_items.push_back(
                { &products()[(random.below(3) + i * 3) % products().size()], 1 + static_cast<int>(random.below(2)) });
        for (const Item& item : m_items)
            m_cents += item.product->cents * item.quantity;
        m_entity = world.addEntity("order");
        plan(world, at);
    }

    bool act(World& world) override
    {
        const Leg leg = m_legs[m_next];
        send(world, leg);
        if (++m_next == m_legs.size())
            return false;
        nextAt = m_legs[m_next].at;
        return true;
    }

private:
    struct Item {
        const Product* product;
        int quantity;
    };
    enum class Kind { Placed, Paid, Reserved, Dispatched, Fulfilled };
    struct Leg {
        Kind kind;
        std::int64_t at;
        bool differs = false;
    };

    std::string address() const { return fmt::format("helios-shop/{}/order/{}", m_project, m_id); }

    void plan(World& world, std::int64_t at)
    {
        Random& random = world.random();
        const auto after = [&random](double mean) {
            return static_cast<std::int64_t>((0.4 + random.exponential(mean)) * second);
        };
        m_legs.push_back({ Kind::Placed, at });
        Leg paid{ Kind::Paid, at + after(2) };
        Leg reserved{ Kind::Reserved, at + after(3.5) };
        bool complete = true;
        const double fate = random.unit();
        if (world.has(Fault::MissingLeg) && fate < 0.005) {
            complete = false;
            const bool payment = random.chance(0.6);
            world.plant(Fault::MissingLeg, address(), payment ? "payment never came" : "reservation never came");
            m_legs.push_back(payment ? reserved : paid);
        } else {
            if (world.has(Fault::LateLeg) && fate >= 0.005 && fate < 0.010) {
                paid.at += static_cast<std::int64_t>(random.between(90, 600) * second);
                world.plant(
                    Fault::LateLeg, address(), fmt::format("payment {} s after the order", (paid.at - at) / second));
            } else if (world.has(Fault::DifferingLeg) && fate >= 0.010 && fate < 0.015) {
                const bool payment = random.chance(0.7);
                (payment ? paid : reserved).differs = true;
                world.plant(
                    Fault::DifferingLeg, address(), payment ? "payment amount differs" : "reserved quantity differs");
            }
            m_legs.push_back(paid);
            m_legs.push_back(reserved);
            if (world.has(Fault::DoubledLeg) && fate >= 0.015 && fate < 0.0175) {
                m_legs.push_back({ Kind::Paid, paid.at + after(4) });
                world.plant(Fault::DoubledLeg, address(), "paid twice, with two payment ids");
            }
        }
        if (complete) {
            const std::int64_t shipped = reserved.at + static_cast<std::int64_t>(random.between(900, 9000) * second);
            m_legs.push_back({ Kind::Dispatched, shipped });
            m_legs.push_back(
                { Kind::Fulfilled, shipped + static_cast<std::int64_t>(random.between(3600, 14400) * second) });
        }
        std::ranges::stable_sort(m_legs, {}, &Leg::at);
    }

    std::string itemsJson(std::string_view idField, bool prices, int addQuantity) const
    {
        std::string json;
        for (const Item& item : m_items) {
            json += json.empty() ? "[" : ",";
            json += fmt::format(R"({{"{}":"{}",)", idField, item.product->sku);
            if (prices)
                json += fmt::format(R"("price":{}.{:02},)", item.product->cents / 100, item.product->cents % 100);
            json += fmt::format(R"("qty":{}}})", item.quantity + addQuantity);
            addQuantity = 0;
        }
        return json + "]";
    }

    void send(World& world, const Leg& leg)
    {
        Random& random = world.random();
        std::string_view source = "aws";
        std::string_view type = "OrderPlaced";
        EntityStatus status = EntityStatus::InProgress;
        std::string body;
        switch (leg.kind) {
        case Kind::Placed:
            body = fmt::format(R"("customerId":"{}","items":{},"totalAmount":{}.{:02})", m_customer,
                itemsJson("productId", true, 0), m_cents / 100, m_cents % 100);
            break;
        case Kind::Paid: {
            source = "gcp";
            type = "PaymentProcessed";
            const int cents = leg.differs ? m_cents + 100 * (1 + static_cast<int>(random.below(20))) : m_cents;
            body = fmt::format(R"("paymentId":"PAY-{}","customerId":"{}","amount":{}.{:02},"status":"AUTHORIZED")",
                hexText(random, 8), m_customer, cents / 100, cents % 100);
            break;
        }
        case Kind::Reserved:
            source = "azure";
            type = "InventoryReserved";
            body = fmt::format(R"("warehouseId":"WH-EU-{}","items":{})", 1 + random.below(4),
                itemsJson("sku", false, leg.differs ? 1 : 0));
            break;
        case Kind::Dispatched:
            source = "azure";
            type = "ShipmentDispatched";
            body = fmt::format(R"("trackingId":"TRK-{}")", hexText(random, 10));
            break;
        case Kind::Fulfilled:
            type = "OrderFulfilled";
            status = EntityStatus::Completed;
            body = R"("channel":"web")";
            break;
        }
        world.emit({ Dialect::Helios, leg.at,
            fmt::format(
                R"({{"source":"{}","eventType":"{}","payload":{{"orderId":"{}",{},"timestamp":"{}"}},"metadata":{{"eventId":"{}-{}","organization":"helios-shop","project":"{}"}}}})",
                source, type, m_id, body, timeText(leg.at), source, hexText(random, 16), m_project),
            m_entity, status, source });
    }

    std::string m_id;
    std::string_view m_project;
    std::string m_customer;
    std::vector<Item> m_items;
    int m_cents = 0;
    std::vector<Leg> m_legs;
    std::size_t m_next = 0;
    std::size_t m_entity = 0;
};

} // namespace

std::unique_ptr<Actor> makeOrderActor(World& world, std::int64_t atMicros, std::uint64_t number)
{
    return std::make_unique<OrderActor>(world, atMicros, number);
}

} // namespace binnacle::demo
