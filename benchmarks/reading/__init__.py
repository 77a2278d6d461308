"""How quickly and how well pages read: Lighthouse over a built site, on loopback, as a host would send it."""
