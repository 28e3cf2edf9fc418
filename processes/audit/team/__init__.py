"""Who audits: asked, declared, presented, objected to, replaced."""
