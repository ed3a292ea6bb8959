using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Accounts, for administrators.</summary>
internal static class AccountsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").RequireAuthorization(Policies.Administer).WithTags("accounts");
        accounts.MapGet("", List);
        accounts.MapPost("", Add);
        accounts.MapPut("{id:guid}", Change);
    }

    private static async Task<Ok<AccountAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Created<AccountAnswer>, Refusal>> Add(NewAccountRequest request) => throw new NotImplementedException();
    private static async Task<Results<Ok<AccountAnswer>, Refusal>> Change(Guid id, AccountRequest request) => throw new NotImplementedException();
}
