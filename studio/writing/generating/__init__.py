"""A script from a brief: first its plan, then its lines, scene by scene."""
