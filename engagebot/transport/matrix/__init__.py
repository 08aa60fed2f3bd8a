"""Matrix: a transport for an encrypted, federated messenger. `Matrix` is all that other floors see."""
from engagebot.transport.matrix.matrix import Matrix

__all__ = ["Matrix"]
