select :now as now
