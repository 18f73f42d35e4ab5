"""The evidence page: one offline HTML file where every mark leads to its sentences."""

from analysis.report.page import Page, report_page, update_report, write_report

__all__ = ["Page", "report_page", "update_report", "write_report"]
