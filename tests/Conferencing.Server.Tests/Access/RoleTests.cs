using System.Text.RegularExpressions;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Routing;

namespace Conferencing.Server.Tests.Access;

/// <summary>Every route of the API × everybody who may ask.</summary>
public sealed partial class RoleTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    // What each may do: o open, - must sign in, x is refused, v may. Columns: nobody, clerk, approver, technician, administrator.
    private const string Table =
        """
        GET    /api/session                                             o o o o o
        POST   /api/session                                             o o o o o
        DELETE /api/session                                             - v v v v
        PUT    /api/session/language                                    - v v v v
        PUT    /api/session/password                                    - v v v v
        PUT    /api/session/phone                                       - v v v v
        POST   /api/session/second-factor                               - v v v v
        PUT    /api/session/second-factor                               - v v v v
        POST   /api/session/second-factor/paper                         - v v v v
        POST   /api/session/second-factor/remove                        - v v v v
        POST   /api/session/openid-code                                 o o o o o
        PUT    /api/session/mail                                        - v v v v
        POST   /api/setup                                               o o o o o
        GET    /api/accounts                                            - x x x v
        POST   /api/accounts                                            - x x x v
        PUT    /api/accounts/{id}                                       - x x x v
        DELETE /api/accounts/{id}/second-factor                         - x x x v
        DELETE /api/accounts/{id}/openid                                - x x x v
        GET    /api/audit                                               - x x x v
        GET    /api/audit/choices                                       - x x x v
        GET    /api/audit/sheet                                         - x x x v
        POST   /api/audit/verify                                        - x x x v
        GET    /api/retention                                           - x x x v
        POST   /api/retention/run                                       - x x x v
        GET    /api/reports/use                                         - v v v v
        GET    /api/reports/use/sheet                                   - v v v v
        GET    /api/tokens                                              - v v v v
        POST   /api/tokens                                              - v v v v
        DELETE /api/tokens/{id}                                         - v v v v
        GET    /api/units                                               - v v v v
        POST   /api/units                                               - x x x v
        PUT    /api/units/{id}                                          - x x x v
        GET    /api/reorganisations                                     - x x x v
        POST   /api/reorganisations                                     - x x x v
        POST   /api/reorganisations/preview                             - x x x v
        DELETE /api/reorganisations/{id}                                - x x x v
        GET    /api/sites                                               - v v v v
        POST   /api/sites                                               - x x x v
        PUT    /api/sites/{id}                                          - x x x v
        GET    /api/lines                                               - v v v v
        POST   /api/lines                                               - x x x v
        PUT    /api/lines/{id}                                          - x x x v
        DELETE /api/lines/{id}                                          - x x x v
        GET    /api/capacity                                            - v v v v
        GET    /api/rooms                                               - v v v v
        POST   /api/rooms                                               - x x x v
        PUT    /api/rooms/{id}                                          - x x x v
        DELETE /api/rooms/{id}                                          - x x x v
        GET    /api/places/sheet                                        - x x x v
        POST   /api/places/sheet                                        - x x x v
        GET    /api/briefings                                           - v v v v
        GET    /api/briefings/blocks                                    - v v v v
        POST   /api/briefings                                           - v v x v
        POST   /api/briefings/check                                     - v v v v
        POST   /api/briefings/times                                     - v v v v
        GET    /api/briefings/mine                                      - v v v v
        GET    /api/secretaries                                         - v v x v
        GET    /api/briefings/{id}                                      - v v v v
        PUT    /api/briefings/{id}/papers                               - v v x v
        PUT    /api/briefings/{id}                                      - v v x v
        POST   /api/briefings/{id}/approve                              - x v v v
        POST   /api/briefings/{id}/return                               - x v v v
        GET    /api/approvals                                           - x v v v
        GET    /api/delegations                                         - v v v v
        POST   /api/delegations                                         - x v v v
        DELETE /api/delegations/{id}                                    - v v v v
        POST   /api/briefings/{id}/cancel                               - v v x v
        GET    /api/briefings/{id}/attendance                           - v v v v
        GET    /api/briefings/{id}/recordings                           - v v v v
        PUT    /api/briefings/{id}/recording                            - v v x v
        GET    /api/recordings/{id}/files/{file}                        - v v v v
        DELETE /api/recordings/{id}                                     - x v x v
        PUT    /bridge/recordings/{id}                                  - - - - -
        POST   /bridge/recordings/{id}/{file}                           - - - - -
        POST   /api/briefings/{id}/documents                            - v v x v
        GET    /api/briefings/{id}/documents/{documentId}               - v v v v
        DELETE /api/briefings/{id}/documents/{documentId}               - v v x v
        GET    /api/briefings/latest                                    - v v v v
        GET    /api/briefings/{id}/invitations                          - v v v v
        POST   /api/briefings/{id}/invitations                          - v v x v
        POST   /api/briefings/{id}/invitations/now                      - v v x v
        GET    /api/outbox                                              - v v x v
        POST   /api/outbox/again                                        - v v x v
        POST   /api/outbox/mailbox/read                                 - v v x v
        GET    /api/replies/declined                                    - v v x v
        POST   /api/outbox/{pieceId}/again                              - v v x v
        POST   /api/outbox/{pieceId}/give-up                            - v v x v
        GET    /api/feeds                                               - v v v v
        POST   /api/feeds                                               - v v v v
        DELETE /api/feeds/{id}                                          - v v v v
        GET    /api/templates                                           - v v v v
        POST   /api/templates                                           - v v x v
        GET    /api/templates/{id}                                      - v v v v
        PUT    /api/templates/{id}                                      - v v x v
        DELETE /api/templates/{id}                                      - v v x v
        GET    /api/room-groups                                         - v v v v
        POST   /api/room-groups                                         - v v x v
        GET    /api/room-groups/{id}                                    - v v v v
        PUT    /api/room-groups/{id}                                    - v v x v
        DELETE /api/room-groups/{id}                                    - v v x v
        GET    /api/holidays                                            - v v v v
        PUT    /api/holidays/{date}                                     - x x x v
        DELETE /api/holidays/{date}                                     - x x x v
        GET    /api/conferences                                         - v v v v
        GET    /api/conferences/{id}                                    - v v v v
        GET    /api/conferences/{id}/changes                            - v v v v
        GET    /api/conferences/{id}/levels                             - v v v v
        POST   /api/conferences/{id}/sound                              - x x v v
        DELETE /api/conferences/{id}/sound                              - x x v v
        POST   /api/conferences/{id}/participants                       - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/aside        - x x v v
        DELETE /api/conferences/{id}/participants/{roomId}/aside        - x x v v
        POST   /api/conferences/{id}/participants/mute-all              - x x v v
        DELETE /api/conferences/{id}/participants/{roomId}              - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/mute         - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/treatment    - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/unmute       - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/call         - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/hang-up      - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/floor        - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/move         - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/lower-hand   - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/answer-help  - x x v v
        POST   /api/conferences/{id}/lock                               - x x v v
        POST   /api/conferences/{id}/unlock                             - x x v v
        GET    /api/conferences/{id}/participants/{roomId}/trace        - x x v v
        POST   /api/conferences/{id}/participants/{roomId}/trace        - x x v v
        GET    /api/traces/{traceId}                                    - x x v v
        POST   /api/traces/{traceId}/stop                               - x x v v
        GET    /api/traces/{traceId}/text                               - x x v v
        POST   /api/conferences/{id}/recording/start                    - x x v v
        POST   /api/conferences/{id}/recording/stop                     - x x v v
        POST   /api/conferences/{id}/agenda                             - x x v v
        POST   /api/conferences/{id}/extend                             - x x v v
        POST   /api/conferences/{id}/end                                - x x v v
        GET    /api/sip                                                - x x v v
        POST   /api/sip/bans/lift                                      - x x v v
        GET    /api/sip/reach                                          - v v v v
        GET    /api/sip/accounts                                       - x x v v
        POST   /api/sip/accounts                                       - x x x v
        POST   /api/sip/accounts/{id}/password                         - x x x v
        DELETE /api/sip/accounts/{id}                                  - x x x v
        GET    /healthz                                                 o o o o o
        GET    /readyz                                                  o o o o o
        GET    /metrics                                                 o o o o o
        GET    /feeds/{secret}.ics                                      o o o o o
        HEAD   /feeds/{secret}.ics                                      o o o o o
        OPTIONS /dav/{secret}/{**path}                                   o o o o o
        PROPFIND /dav/{secret}/{**path}                                   o o o o o
        REPORT /dav/{secret}/{**path}                                   o o o o o
        GET    /dav/{secret}/{**path}                                   o o o o o
        HEAD   /dav/{secret}/{**path}                                   o o o o o
        GET    /openapi/{documentName}.json                             - v v v v
        """;

    private readonly RunningServer _server = fixture.Server;
    private List<ApiClient> _people = [];

    public async Task InitializeAsync()
    {
        _people =
        [
            _server.Client(), await _server.SignedIn("clerk", Role.Clerk), await _server.SignedIn("approver", Role.Approver),
            await _server.SignedIn("technician", Role.Technician), await _server.SignedIn("admin", Role.Administrator),
        ];
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Everybody_may_what_the_table_says()
    {
        var wrong = new List<string>();
        foreach (var (method, route, may) in Rows())
        {
            for (var person = 0; person < _people.Count; person++)
            {
                var path = Parameter().Replace(route, match => match.Value == "{documentName}" ? "v1" : Guid.NewGuid().ToString());
                var answer = await _people[person].Raw(new HttpMethod(method), path, method is "GET" or "DELETE" ? "" : "{}");
                var verdict = answer.Problem switch { "signInNeeded" => '-', "notAllowed" => 'x', _ => answer.Code == 500 ? '!' : 'v' };
                if (verdict != (may[person] == 'o' ? 'v' : may[person])) wrong.Add($"{method} {route} as {person}: {answer.Code} {answer.Problem}, the table says {may[person]}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_auditor_reads_the_trail_and_keeps_his_own_account_and_nothing_else()
    {
        string[] his =
        [
            "GET /api/audit", "GET /api/audit/choices", "GET /api/audit/sheet", "POST /api/audit/verify", "GET /api/reports/use", "GET /api/reports/use/sheet", "GET /api/briefings/mine",
            "DELETE /api/session", "PUT /api/session/language", "PUT /api/session/password", "PUT /api/session/phone", "PUT /api/session/mail", "POST /api/session/second-factor", "PUT /api/session/second-factor", "POST /api/session/second-factor/paper", "POST /api/session/second-factor/remove", "GET /api/tokens", "POST /api/tokens", "DELETE /api/tokens/{id}",
        ];
        using var auditor = await _server.SignedIn("auditor", Role.Auditor);
        var wrong = new List<string>();
        foreach (var (method, route, may) in Rows().Where(row => row.Route.StartsWith("/api", StringComparison.Ordinal) && row.May[0] != 'o'))
        {
            var answer = await auditor.Raw(new HttpMethod(method), Parameter().Replace(route, _ => Guid.NewGuid().ToString()), method is "GET" or "DELETE" ? "" : "{}");
            if ((answer.Problem != "notAllowed") != his.Contains($"{method} {route}")) wrong.Add($"{method} {route}: {answer.Code} {answer.Problem}");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(Role.ItOfficer, "POST /api/rooms", "PUT /api/rooms/{id}", "DELETE /api/rooms/{id}", "POST /api/sites", "PUT /api/sites/{id}", "PUT /api/units/{id}", "GET /api/reorganisations")]
    [InlineData(Role.Secretary, "POST /api/conferences/{id}/participants/{roomId}/floor", "POST /api/conferences/{id}/participants/{roomId}/lower-hand", "POST /api/conferences/{id}/agenda")]
    public async Task Who_keeps_places_or_leads_sessions_reads_what_all_read_and_does_only_that(Role role, params string[] his)
    {
        using var person = await _server.SignedIn(role.ToString(), role);
        var wrong = new List<string>();
        foreach (var (method, route, may) in Rows().Where(row => row.Route.StartsWith("/api", StringComparison.Ordinal) && row.May[0] != 'o'))
        {
            var answer = await person.Raw(new HttpMethod(method), Parameter().Replace(route, _ => Guid.NewGuid().ToString()), method is "GET" or "DELETE" ? "" : "{}");
            var expected = may[1..] == "vvvv" || his.Contains($"{method} {route}");
            if ((answer.Problem != "notAllowed") != expected) wrong.Add($"{method} {route}: {answer.Code} {answer.Problem}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_table_has_every_route()
    {
        var mapped = _server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith("/hubs", StringComparison.Ordinal) == false && endpoint.Order == 0)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} {Plain(endpoint.RoutePattern.RawText!)}"));
        Assert.Equal(Rows().Select(row => $"{row.Method} {row.Route}").Order(), mapped.Order());
    }

    private static string Plain(string pattern) => ("/" + pattern.Trim('/')).Replace(":guid", "", StringComparison.Ordinal).Replace("//", "/", StringComparison.Ordinal);

    private static IEnumerable<(string Method, string Route, string May)> Rows() => Table.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(cells => (cells[0], cells[1], string.Concat(cells[2..])));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
