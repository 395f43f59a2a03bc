"""Boolean circuits (7.9): the file, its network, the plan of what is committed, and the constraints."""

import re
from heapq import heappop, heappush

from encoding import require

CONSTANT, INPUT, SUM, PRODUCT = range(4)
ARITIES = {"XOR": (2, 1), "AND": (2, 1), "INV": (1, 1), "EQ": (1, 1), "EQW": (1, 1)}
SATURATED = 2**64 - 1
FARTHEST = 256
EFFORT = 16
DEGREES = range(2, 17)


def decimal(word):
    require(re.fullmatch("0|[1-9][0-9]{0,9}", word), "a number is expected")
    return int(word)


class File:
    """A circuit in Bristol Fashion: the sizes of its inputs and outputs in bits, its gates, and its canonical bytes."""

    def __init__(self, text):
        require(text.isascii(), "a circuit is ASCII")
        lines = [words for words in map(str.split, text.split("\n")) if words]
        require(len(lines) >= 3, "a circuit has three lines before its gates")
        require(len(lines[0]) == 2, "the first line")
        gates, self.wires = map(decimal, lines[0])
        require(gates == len(lines) - 3, "the number of gates")
        self.inputs, self.outputs = self.sizes(lines[1]), self.sizes(lines[2])
        require(sum(self.outputs) <= self.wires, "the number of wires")
        self.gates = [self.gate(words) for words in lines[3:]]
        self.check_order()
        joined = [" ".join(words) for words in lines]
        self.canonical = "".join(line + "\n" for line in [*joined[:3], "", *joined[3:]]).encode()
        self.network = Network(self)
        self.plans = {}

    @staticmethod
    def sizes(words):
        count, *sizes = map(decimal, words)
        require(1 <= count == len(sizes) and min(sizes) >= 1, "the sizes of values")
        return sizes

    @staticmethod
    def gate(words):
        """The operation, the inputs and the outputs."""
        require(len(words) >= 4, "a gate")
        *numbers, operation = words
        inputs, outputs, *wires = map(decimal, numbers)
        require(len(wires) == inputs + outputs, "the number of a gate's wires")
        if operation == "MAND":
            require(outputs >= 1 and inputs == 2 * outputs, "the number of a gate's wires")
        else:
            require(ARITIES.get(operation) == (inputs, outputs), "no such gate")
        if operation == "EQ":
            require(wires[0] <= 1, "a constant is 0 or 1")
        return operation, wires[:inputs], wires[inputs:]

    def check_order(self):
        inputs = sum(self.inputs)
        require(inputs <= self.wires, "the number of wires")
        written = set(range(inputs))
        for operation, reads, writes in self.gates:
            require(operation == "EQ" or written.issuperset(reads), "a wire is read before it is written")
            for wire in writes:
                require(wire < self.wires and wire not in written, "a wire is written twice, or does not exist")
                written.add(wire)
        require(len(written) == self.wires, "a wire is never written")


class Network:
    """Nodes as (kind, a, b, partner), numbered as they are made, and the nodes of the output bits."""

    def __init__(self, file):
        self.nodes = [(CONSTANT, None, None, None)] * 2 + [(INPUT, None, None, None)] * sum(file.inputs)
        self.made = {}
        self.outputs = self.build(file)
        self.remove_unused()

    def make(self, kind, a, b, partner=None):
        if (kind, a, b) not in self.made:
            self.made[kind, a, b] = len(self.nodes)
            self.nodes.append((kind, a, b, partner))
        return self.made[kind, a, b]

    def sum(self, a, b):
        a, b = sorted((a, b))
        if a == b:
            return 0
        return b if a == 0 else self.make(SUM, a, b)

    def product(self, a, b):
        a, b = sorted((a, b))
        if a == b or a == 0:
            return a
        return b if a == 1 else self.make(PRODUCT, a, b, self.partner(a, b))

    def partner(self, a, b):
        """The sum of two sums with a common operand, as the sum of what remains."""
        (kind_a, p, q, _), (kind_b, r, s, _) = self.nodes[a], self.nodes[b]
        if kind_a == kind_b == SUM:
            for common, other, x, y in ((p, r, q, s), (p, s, q, r), (q, r, p, s), (q, s, p, r)):
                if common == other:
                    return self.sum(x, y)
        return None

    def build(self, file):
        node = dict(enumerate(range(2, 2 + sum(file.inputs))))
        for operation, reads, writes in file.gates:
            if operation == "EQ":
                node[writes[0]] = reads[0]
                continue
            values = [node[wire] for wire in reads]
            if operation == "XOR":
                node[writes[0]] = self.sum(*values)
            elif operation == "INV":
                node[writes[0]] = self.sum(values[0], 1)
            elif operation == "EQW":
                node[writes[0]] = values[0]
            else:  # AND is a MAND of one product
                for wire, a, b in zip(writes, values, values[len(writes) :]):
                    node[wire] = self.product(a, b)
        return [node[wire] for wire in range(file.wires - sum(file.outputs), file.wires)]

    def remove_unused(self):
        stays = set(self.outputs)
        for n in reversed(range(len(self.nodes))):
            kind, *operands = self.nodes[n]
            if kind in (CONSTANT, INPUT):
                stays.add(n)
            elif n in stays:
                stays.update(operand for operand in operands if operand is not None)
        renamed = {None: None} | {old: new for new, old in enumerate(sorted(stays))}
        self.nodes = [(kind, *map(renamed.get, operands)) for kind, *operands in map(self.nodes.__getitem__, sorted(stays))]
        self.outputs = [renamed[n] for n in self.outputs]


class Facts:
    """The facts about nodes that do not depend on what is committed."""

    def __init__(self, network, secret_inputs):
        self.nodes = nodes = network.nodes
        self.gates = [n for n, (kind, *_) in enumerate(nodes) if kind in (SUM, PRODUCT)]
        self.output_nodes = set(network.outputs) & set(self.gates)
        self.uses = [0] * len(nodes)
        self.secret = set(secret_inputs)
        for n in self.gates:
            _, a, b, _ = nodes[n]
            self.uses[a] += 1
            self.uses[b] += 1
            if n not in self.output_nodes and self.secret & {a, b}:
                self.secret.add(n)
        self.secret_inputs = set(secret_inputs)
        self.candidates = [n for n in self.gates if n in self.secret]
        self.find_ways_back()
        self.dependents = [[] for _ in nodes]
        for n in self.gates:
            for operand in nodes[n][1:]:
                if operand is not None:
                    self.dependents[operand].append(n)
            if n in self.way_back:
                self.dependents[nodes[self.way_back[n]][1]].append(n)

    def find_ways_back(self):
        """way_back[x] is the sum z, and came_from[z] is x."""
        self.way_back = {}
        candidates = set(self.candidates)
        rank = {}
        for z in self.gates:
            kind, _, x, _ = self.nodes[z]
            if kind == SUM and x in candidates:
                z_rank = z in self.output_nodes, self.uses[z]
                if x not in rank or z_rank > rank[x]:
                    rank[x], self.way_back[x] = z_rank, z
        self.came_from = {z: x for x, z in self.way_back.items()}

    def paths(self):
        """from(n)·to(n) of every node."""
        count = len(self.nodes)
        sources, targets = [1] * count, [int(n in self.output_nodes) for n in range(count)]
        for n in self.gates:
            kind, a, b, _ = self.nodes[n]
            if kind == SUM:
                sources[n] = min(sources[a] + sources[b], SATURATED)
        for n in reversed(self.gates):
            kind, a, b, _ = self.nodes[n]
            for operand in (a, b):
                targets[operand] = min(targets[operand] + (targets[n] if kind == SUM else 1), SATURATED)
        return [x * y for x, y in zip(sources, targets)]


class Plan:
    """A set of committed candidates and the degrees that follow from it."""

    def __init__(self, facts):
        self.facts = facts
        self.committed = set(facts.candidates)
        self.degree = []
        for n in range(len(facts.nodes)):
            self.degree.append(None)
            self.degree[n] = self.degree_of(n)

    def is_known(self, n):
        return n in self.committed or n in self.facts.output_nodes

    def rule(self, n):
        """The degree of a node's rule, and of a product the two factors."""
        kind, u, v, partner = self.facts.nodes[n]
        degree = self.degree
        if kind == SUM:
            return max(degree[u], degree[v]), ()
        pairs = [(u, v)] if partner is None else [(u, v), (u, partner), (v, partner)]
        factors = min(pairs, key=lambda pair: degree[pair[0]] + degree[pair[1]])
        return degree[factors[0]] + degree[factors[1]], factors

    def goes_back(self, n):
        """Whether the node's value is that of its way back."""
        return not self.is_known(n) and n in self.facts.way_back and self.is_known(self.facts.way_back[n])

    def known_degree(self, n):
        return 1 if n in self.committed or n in self.facts.secret_inputs else 0

    def degree_of(self, n):
        facts = self.facts
        if self.is_known(n) or facts.nodes[n][0] in (CONSTANT, INPUT):
            return self.known_degree(n)
        if self.goes_back(n):
            z = facts.way_back[n]
            return max(self.known_degree(z), self.degree[facts.nodes[z][1]])
        return self.rule(n)[0]

    def search(self, order, most, most_of_factors):
        self.reached = 0
        for n in order:
            if self.reached > EFFORT * len(self.facts.nodes):
                break
            before = {}
            self.committed.remove(n)
            if not self.spread(n, most, most_of_factors, before):
                self.committed.add(n)
                for changed, degree in before.items():
                    self.degree[changed] = degree
        return self

    def spread(self, n, most, most_of_factors, before):
        """Computes degrees anew after a change at n, and says whether they stay within bounds. `before` gets the degrees that were."""
        waiting = [n]
        if n in self.facts.came_from:
            heappush(waiting, self.facts.came_from[n])
        farthest = self.reached + FARTHEST
        while waiting:
            n = heappop(waiting)
            while waiting and waiting[0] == n:
                heappop(waiting)
            rule, factors = self.rule(n)
            if rule > most or any(self.degree[factor] > most_of_factors for factor in factors):
                return False
            degree = self.degree_of(n)
            if degree == self.degree[n]:
                continue
            before.setdefault(n, self.degree[n])
            self.degree[n] = degree
            self.reached += len(self.facts.dependents[n])
            if self.reached > farthest:
                return False
            for dependent in self.facts.dependents[n]:
                heappush(waiting, dependent)
        return True

    def is_asserted(self, n):
        """Whether value and rule are asserted to be equal. A node that goes back does so in place of its way back."""
        facts = self.facts
        return self.goes_back(n) or self.is_known(n) and not (n in facts.came_from and self.goes_back(facts.came_from[n]))

    def largest_degree(self):
        """The largest degree of the value or the rule of an asserted node."""
        return max((max(self.degree[n], self.rule(n)[0]) for n in self.facts.gates if self.is_asserted(n)), default=0)

    def cost(self, level):
        return len(self.committed) + level * self.largest_degree()


def best_plan(network, secret_inputs, level, cap):
    facts = Facts(network, secret_inputs)
    paths = facts.paths()
    orders = [
        (sorted(facts.candidates, key=lambda n: facts.uses[n]), lambda most: most // 2),
        (sorted(facts.candidates, key=lambda n: paths[n]), lambda most: most),
    ]
    order, bound = min(orders, key=lambda choice: Plan(facts).search(choice[0], 4, choice[1](4)).cost(level))
    plans = [Plan(facts).search(order, most, bound(most)) for most in DEGREES]
    return min((plan for plan in plans if plan.largest_degree() <= max(cap, 2)), key=lambda plan: plan.cost(level))


def constrain(circuit, file, inputs, secret_wires, output_bits):
    """The constraints of a circuit on its inputs' wires, of which some are secret, and on the public output bits."""
    network = file.network
    key = circuit.level, circuit.cap, tuple(secret_wires)
    if key not in file.plans:
        secret_inputs = [2 + i for i, is_secret in enumerate(secret_wires) if is_secret]
        file.plans[key] = best_plan(network, secret_inputs, circuit.level, circuit.cap)
    plan = file.plans[key]
    facts = plan.facts

    value = {0: circuit.zero, 1: circuit.one} | dict(enumerate(inputs, start=2))
    for n in sorted(plan.committed):
        value[n] = circuit.commit()
    repeated = []
    seen = set()
    for n, bit in zip(network.outputs, output_bits):
        if n in facts.output_nodes and n not in seen:
            value[n] = circuit.constant(bit)
        else:
            repeated.append((n, bit))
        seen.add(n)

    def rule(n):
        kind, u, v, partner = facts.nodes[n]
        if kind == SUM:
            return value[u] + value[v]
        _, factors = plan.rule(n)
        if factors == (u, v):
            return value[u] * value[v]
        factor = factors[0]
        return value[factor] + value[factor] * value[partner]

    for n in facts.gates:
        if plan.goes_back(n):
            z = facts.way_back[n]
            value[n] = value[z] + value[facts.nodes[z][1]]
        elif not plan.is_known(n):
            value[n] = rule(n)
        if plan.is_asserted(n):
            circuit.assert_zero(value[n] + rule(n))
    for n, bit in repeated:
        circuit.assert_zero(value[n] + circuit.constant(bit))
