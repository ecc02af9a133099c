"""All agents of a model together, as rows: what ``model.agents`` is (Mesa's own set would forget them at once)."""

import operator
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Any, Self

import mesa
from mesa.agentset import AbstractAgentSet


class AllAgents(AbstractAgentSet):  # type: ignore[misc]
    """Agents of several kinds, each held as a row.

    Parameters
    ----------
    agents
        The rows.
    random
        What shuffles them.
    """

    def __init__(self, agents: Iterable[mesa.Agent], random: Random) -> None:
        self._agents: dict[mesa.Agent, None] = dict.fromkeys(agents)
        self.random = random

    def __len__(self) -> int:
        return len(self._agents)

    def __iter__(self) -> Iterator[mesa.Agent]:
        return iter(self._agents)

    def __contains__(self, agent: object) -> bool:
        return agent in self._agents

    def __copy__(self) -> Self:
        return type(self)(self._agents, self.random)

    def _update(self, agents: Iterable[mesa.Agent]) -> Self:
        self._agents = dict.fromkeys(agents)
        return self

    def add(self, agent: mesa.Agent) -> None:
        """Refuse: this set is made anew each time that it is asked for.

        Parameters
        ----------
        agent
            Whoever is to be added or removed.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError("agents: are made with the world and cannot be added or removed; select those you want")

    discard = remove = add

    def shuffle(self, inplace: bool = False) -> Self:
        """Return the agents in an order by ``random``.

        Parameters
        ----------
        inplace
            Whether this set is shuffled instead of a new one being made.

        Returns
        -------
        The set in a random order.
        """
        agents = list(self._agents)
        self.random.shuffle(agents)
        return self._ordered(agents, inplace)

    def sort(self, key: Callable[[Any], Any] | str, ascending: bool = False, inplace: bool = False) -> Self:
        """Return the agents in the order of an attribute or a function.

        Parameters
        ----------
        key
            Name of an attribute, or a function of an agent.
        ascending
            Whether the lowest come first.
        inplace
            Whether this set is put in order instead of a new one being made.

        Returns
        -------
        The set in order.
        """
        by = operator.attrgetter(key) if isinstance(key, str) else key
        return self._ordered(sorted(self._agents, key=by, reverse=not ascending), inplace)

    def map(self, method: Any, *arguments: Any, **options: Any) -> list[Any]:
        """Return what a function of an agent, or a method by name, gives for each.

        Parameters
        ----------
        method
            A function, called with an agent first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        What it gives, in the order of the set.
        """
        call = operator.methodcaller(method, *arguments, **options) if isinstance(method, str) else None
        return [call(agent) if call else method(agent, *arguments, **options) for agent in self._agents]

    def do(self, method: Any, *arguments: Any, **options: Any) -> Self:
        """Call a function of an agent, or a method by name, with each.

        Parameters
        ----------
        method
            A function, called with an agent first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        The set itself.
        """
        self.map(method, *arguments, **options)
        return self

    def shuffle_do(self, method: Any, *arguments: Any, **options: Any) -> Self:
        """Call a function of an agent, or a method by name, with each in shuffled order.

        Parameters
        ----------
        method
            A function, called with an agent first; or the name of a method.
        *arguments
            What else it is called with.
        **options
            What else it is called with, by name.

        Returns
        -------
        The set itself, in its own order.
        """
        self.shuffle().map(method, *arguments, **options)
        return self

    def _ordered(self, agents: list[mesa.Agent], inplace: bool) -> Self:
        return self._update(agents) if inplace else type(self)(agents, self.random)
