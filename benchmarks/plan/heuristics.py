"""Peers that need no library: the nearest neighbour, and the savings of Clarke and Wright."""

from benchmarks.plan.days import NO_WAY, Asked, Trips, took


def nearest(asked: Asked) -> Trips:
    """Fill one vehicle after the other, largest first, always going on to the nearest place."""
    question, left, trips = asked.question, list(asked.tasks), []
    order = sorted(asked.offers, key=lambda at: (-question.offers[at].litres, at))
    for at in order:
        offer = question.offers[at]
        minutes = question.minutes[offer.profile]
        for _ in range(offer.count * offer.most_trips):
            trip: list[int] = []
            place = offer.depot
            while True:
                near = sorted(
                    (int(minutes[place, question.tasks[task].place]), task)
                    for task in left
                    if task not in trip and minutes[place, question.tasks[task].place] < NO_WAY
                )
                nearer = (t for _, t in near if took(question, offer, [*trip, t]) is not None)
                task = next(nearer, None)
                if task is None:
                    break
                trip.append(task)
                place = question.tasks[task].place
            if not trip:
                break
            trips.append((at, trip))
            left = [task for task in left if task not in trip]
    return trips


def savings(asked: Asked) -> Trips:
    """Join trips where that saves most (Clarke and Wright, Operations Research 12, 1964).

    Vehicles in the order of what a litre costs them; each takes what it can reach, and what
    it reaches but has no room for goes to the next.
    """
    question, left, trips = asked.question, list(asked.tasks), []
    order = sorted(
        asked.offers,
        key=lambda at: (question.offers[at].fixed / max(1, question.offers[at].litres), at),
    )
    for at in order:
        found = _joined(asked, at, left)
        offer = question.offers[at]
        found.sort(key=lambda trip: -sum(question.tasks[task].litres for task in trip))
        found = found[: offer.count * offer.most_trips]
        trips += [(at, trip) for trip in found]
        done = {task for trip in found for task in trip}
        left = [task for task in left if task not in done]
    return trips


def _joined(asked: Asked, at: int, left: list[int]) -> list[list[int]]:
    question = asked.question
    offer = question.offers[at]
    costs = question.costs[offer.profile]
    alone = [task for task in left if took(question, offer, [task]) is not None]
    of = {task: [task] for task in alone}
    place = {task: question.tasks[task].place for task in alone}
    gains = sorted(
        (
            int(
                costs[offer.depot, place[b]]
                + costs[place[a], offer.depot]
                - costs[place[a], place[b]]
            ),
            a,
            b,
        )
        for a in alone
        for b in alone
        if a != b
    )
    for _, a, b in reversed(gains):
        first, second = of[a], of[b]
        joinable = first is not second and first[-1] == a and second[0] == b
        if joinable and took(question, offer, first + second) is not None:
            joined = first + second
            of.update(dict.fromkeys(joined, joined))
    return [list(each) for each in dict.fromkeys(tuple(trip) for trip in of.values())]
