from tests.ledger.fixtures import pg, url

__all__ = ["pg", "url"]
