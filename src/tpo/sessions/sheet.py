"""placeholder"""
def sheet(plan, facts): return "<p></p>\n"
