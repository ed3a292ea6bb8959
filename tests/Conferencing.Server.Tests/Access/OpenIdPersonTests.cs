using System.Security.Claims;
using Conferencing.Server.Hosting;
using Conferencing.Server.OpenId;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Tests.Access;

/// <summary>Which claims are believed, and which settings are not.</summary>
public sealed class OpenIdPersonTests
{
    private static OpenIdPerson? Read(string claims, OpenIdSettings? settings = null) => OpenIdPerson.Read(
        new ClaimsPrincipal(new ClaimsIdentity(claims.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(claim => new Claim(claim.Split('=')[0], claim.Split('=')[1])))), settings ?? new OpenIdSettings());

    [Theory]
    [InlineData("iss=https://a sub=1 email=A@b.vn email_verified=true", "a@b.vn")]
    [InlineData("iss=https://a sub=1 email=a@b.vn email_verified=True", "a@b.vn")]
    // Token and user information say the same in letters of either case.
    [InlineData("iss=https://a sub=1 email=a@b.vn email=A@B.vn email_verified=true email_verified=True", "a@b.vn")]
    [InlineData("iss=https://a sub=1 email=a@b.vn", null)]
    [InlineData("iss=https://a sub=1 email=a@b.vn email_verified=false", null)]
    [InlineData("iss=https://a sub=1 email=a@b.vn email_verified=1", null)]
    [InlineData("iss=https://a sub=1 email=a@b.vn email_verified=true email_verified=false", null)]
    [InlineData("iss=https://a sub=1 email=a@b.vn email=c@d.vn email_verified=true", null)]
    [InlineData("iss=https://a sub=1 email=khong-phai-thu email_verified=true", null)]
    [InlineData("iss=https://a sub=1 upn=a@b.vn email_verified=true", null)]
    public void An_address_counts_when_the_provider_has_verified_it(string claims, string? vouched) => Assert.Equal(vouched, Read(claims)!.Vouched);

    [Theory]
    [InlineData("iss=https://a sub=1 employee=NV-17", "nv-17")]
    [InlineData("iss=https://a sub=1 email=nv-17@b.vn email_verified=true", null)]
    [InlineData("iss=https://a sub=1 employee=NV-17 employee=NV-18", null)]
    public void Another_claim_counts_where_the_settings_name_it(string claims, string? vouched) =>
        Assert.Equal(vouched, Read(claims, new OpenIdSettings { LinkClaim = "employee" })!.Vouched);

    [Theory]
    [InlineData("iss=https://a")]
    [InlineData("sub=1")]
    [InlineData("iss=https://a sub=")]
    [InlineData("iss=https://a sub=1 sub=2")]
    public void Nobody_is_anybody_without_an_issuer_and_one_subject(string claims) => Assert.Null(Read(claims));

    [Theory]
    [InlineData("", "amr=mfa acr=high", false)]
    [InlineData("mfa, otp", "amr=pwd amr=otp", true)]
    [InlineData("high", "acr=high", true)]
    [InlineData("mfa", "amr=MFA name=mfa", false)]
    public void A_second_step_at_the_provider_counts_where_the_settings_trust_it(string trusted, string claims, bool strong) =>
        Assert.Equal(strong, Read("iss=https://a sub=1 " + claims, new OpenIdSettings { StrongMethods = trusted })!.IsStrong);

    [Theory]
    [InlineData("preferred_username=thu.ha@tinh.vn", "thu.ha")]
    [InlineData("preferred_username=<b>hà</b>", "bhb")]
    [InlineData("email=ha@tinh.vn", "ha")]
    [InlineData("name=Hà", "openid")]
    public void A_name_is_a_wish_of_letters_that_names_may_have(string claims, string name) => Assert.Equal(name, Read("iss=https://a sub=1 " + claims)!.UserName);

    [Theory]
    [InlineData("http://tinh.gov.vn", "a", "email", "")]
    [InlineData("tinh.gov.vn", "a", "email", "")]
    [InlineData("https://tinh.gov.vn", "", "email", "")]
    [InlineData("https://tinh.gov.vn", "a", "name", "")]
    [InlineData("https://tinh.gov.vn", "a", "", "")]
    [InlineData("https://tinh.gov.vn", "a", "email", "/khong/co/tep/nay")]
    public void Settings_that_could_not_keep_people_apart_are_refused_at_the_start(string authority, string client, string link, string file) =>
        Assert.Throws<StartRefusedException>(new OpenIdSettings { Authority = authority, ClientId = client, LinkClaim = link, ClientSecretFile = file }.Check);

    [Fact]
    public void The_secret_is_read_from_a_file_and_passwords_stay_where_there_is_no_other_way_in()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, " rat-bi-mat \n");
        Assert.Equal("rat-bi-mat", new OpenIdSettings { ClientSecretFile = file }.Secret());
        File.Delete(file);
        Assert.Throws<StartRefusedException>(() => new SignInSettings { Passwords = PasswordRule.Administrators }.Check(openId: false));
        new SignInSettings { Passwords = PasswordRule.Administrators }.Check(openId: true);
    }
}
