namespace Conferencing.Server.Api;

/// <summary>Everything under /api.</summary>
internal static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var routes = app.Guarded();
        SessionApi.Map(routes);
        SetupApi.Map(routes);
        AccountsApi.Map(routes);
        SecondFactorApi.Map(routes);
        OpenIdApi.Map(routes);
        TokensApi.Map(routes);
        AuditApi.Map(routes);
        RetentionApi.Map(routes);
        UnitsApi.Map(routes);
        ReorganisationsApi.Map(routes);
        LinesApi.Map(routes);
        CapacityApi.Map(routes);
        SitesApi.Map(routes);
        RoomsApi.Map(routes);
        PlacesApi.Map(routes);
        BriefingsApi.Map(routes);
        ApprovalsApi.Map(routes);
        TimesApi.Map(routes);
        OutboxApi.Map(routes);
        FeedsApi.Map(routes);
        DocumentsApi.Map(routes);
        PresetsApi.Map(routes);
        HolidaysApi.Map(routes);
        ReportsApi.Map(routes);
        ConferencesApi.Map(routes);
        RecordingsApi.Map(routes);
        HandOverApi.Map(routes);
        TracesApi.Map(routes);
        SipPortApi.Map(routes);
        SipAccountsApi.Map(routes);
    }
}
