"""利害关系 and assignment: whom a mediator is close to, what a search found, who decided what, who mediates."""
