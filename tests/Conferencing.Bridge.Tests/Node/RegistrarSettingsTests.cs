using Conferencing.Bridge.Node;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>The account at a province's registrar, as it is set.</summary>
public sealed class RegistrarSettingsTests
{
    [Theory]
    [InlineData("sip:10.0.0.5", "cau", "sip:10.0.0.5", "sip:cau@10.0.0.5")]
    [InlineData("sip:10.0.0.5 sip:10.0.0.6:5070;transport=tcp", "cau", "sip:10.0.0.5 sip:10.0.0.6:5070;transport=tcp", "sip:cau@10.0.0.5")]
    [InlineData("sip:[2001:db8::5]", "cau", "sip:[2001:db8::5]", "sip:cau@[2001:db8::5]")]
    [InlineData("sips:khanhhoa.vn", "cau@hop.khanhhoa.vn", "sips:khanhhoa.vn", "sip:cau@hop.khanhhoa.vn")]
    [InlineData("sip:khanhhoa.vn", "sip:cau@hop.khanhhoa.vn", "sip:khanhhoa.vn", "sip:cau@hop.khanhhoa.vn")]
    public void An_account_is_read(string registrar, string user, string registrars, string account)
    {
        var read = NodeOptions.Read(["--Sip:Registrar", registrar, "--Sip:RegistrarUser", user, "--Sip:RegistrarExpires", "600"]).Registration!;
        Assert.Equal(registrars, string.Join(' ', read.Registrars));
        Assert.Equal((account, 600), (read.Account.ToString(), read.Expires.TotalSeconds));
    }

    [Fact]
    public void Without_a_registrar_there_is_no_account_and_no_password()
    {
        var options = NodeOptions.Read(["--Sip:RegistrarUser", "cau", "--Sip:OutboundProxy", "sip:10.0.0.5;lr"]);
        Assert.Null(options.Registration);
        Assert.Empty(options.Credentials);
        Assert.Equal("sip:10.0.0.5;lr", options.OutboundProxy!.ToString());
    }

    [Fact]
    public void The_password_is_in_a_file_and_given_to_the_accounts_domain_alone()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            string[] settings = ["--Data:Folder", folder.FullName, "--Sip:Registrar", "sip:10.0.0.5", "--Sip:RegistrarUser", "cau@khanhhoa.vn"];
            Assert.Empty(NodeOptions.Read(settings).Credentials);
            Directory.CreateDirectory(Path.Combine(folder.FullName, "keys"));
            File.WriteAllText(Path.Combine(folder.FullName, "keys", "registrar.password"), " mật khẩu\n");
            var credential = Assert.Single(NodeOptions.Read(settings).Credentials);
            Assert.Equal(("khanhhoa.vn", "cau", "mật khẩu"), (credential.Host, credential.UserName, credential.Password));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Sip:Registrar", "10.0.0.5", "is no SIP address")]
    [InlineData("Sip:Registrar", "sip:10.0.0.5 khanhhoa.vn", "is no SIP address")]
    [InlineData("Sip:Registrar", "tel:+84258", "is no SIP address")]
    [InlineData("Sip:Registrar", "sip:10.0.0.5?Subject=x", "is no SIP address")]
    [InlineData("Sip:RegistrarUser", "", "Sip:Registrar needs Sip:RegistrarUser")]
    [InlineData("Sip:RegistrarUser", "cau@", "is no SIP address")]
    [InlineData("Sip:RegistrarUser", "cau@khanhhoa.vn?x=y", "is no SIP address")]
    [InlineData("Sip:RegistrarExpires", "59", "must be a number from 60 to 86400")]
    [InlineData("Sip:RegistrarExpires", "an hour", "must be a number from 60 to 86400")]
    [InlineData("Sip:OutboundProxy", "10.0.0.5:5060", "is no SIP address")]
    public void A_setting_that_cannot_be_used_is_named(string name, string value, string why)
    {
        var settings = new Dictionary<string, string> { ["Sip:Registrar"] = "sip:10.0.0.5", ["Sip:RegistrarUser"] = "cau", [name] = value };
        var wrong = Assert.Throws<SettingException>(() => NodeOptions.Read([.. settings.SelectMany(one => new[] { $"--{one.Key}", one.Value })]));
        Assert.Contains(name, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }
}
