"""The controls of lanes: how loud, where and through which effect everybody is heard."""
