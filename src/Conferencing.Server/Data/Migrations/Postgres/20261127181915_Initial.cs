using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Conferencing.Server.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "aspnetusers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    displayname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    roles = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    language = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    disabled = table.Column<bool>(type: "boolean", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    username = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalizedusername = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    normalizedemail = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true, collation: "C"),
                    emailconfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    passwordhash = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    securitystamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    concurrencystamp = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phonenumber = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phonenumberconfirmed = table.Column<bool>(type: "boolean", nullable: false),
                    twofactorenabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockoutend = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockoutenabled = table.Column<bool>(type: "boolean", nullable: false),
                    accessfailedcount = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_aspnetusers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "facts",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_facts", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "legs",
                columns: table => new
                {
                    legid = table.Column<Guid>(type: "uuid", nullable: false),
                    conferenceid = table.Column<Guid>(type: "uuid", nullable: false),
                    roomid = table.Column<Guid>(type: "uuid", nullable: false),
                    callid = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    joinedat = table.Column<long>(type: "bigint", nullable: false),
                    leftat = table.Column<long>(type: "bigint", nullable: true),
                    endreason = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    instanceid = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legs", x => x.legid);
                });

            migrationBuilder.CreateTable(
                name: "nodeinstances",
                columns: table => new
                {
                    instanceid = table.Column<Guid>(type: "uuid", nullable: false),
                    nodename = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    seenat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_nodeinstances", x => x.instanceid);
                });

            migrationBuilder.CreateTable(
                name: "officialdays",
                columns: table => new
                {
                    date = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_officialdays", x => x.date);
                });

            migrationBuilder.CreateTable(
                name: "oncekeys",
                columns: table => new
                {
                    accountid = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_oncekeys", x => new { x.accountid, x.key });
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    conferenceid = table.Column<Guid>(type: "uuid", nullable: false),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    endat = table.Column<long>(type: "bigint", nullable: false),
                    releasedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.conferenceid);
                });

            migrationBuilder.CreateTable(
                name: "recordings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    conferenceid = table.Column<Guid>(type: "uuid", nullable: false),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    startedat = table.Column<long>(type: "bigint", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    end = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    deletedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recordings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sipaccounts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    username = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    realm = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    md5 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    sha256 = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    changedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sipaccounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "units",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    shortname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    parentid = table.Column<Guid>(type: "uuid", nullable: true),
                    validfrom = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    validto = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    contactname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_units", x => x.id);
                    table.ForeignKey(
                        name: "fk_units_units_parentid",
                        column: x => x.parentid,
                        principalTable: "units",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "aspnetuserclaims",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    userid = table.Column<Guid>(type: "uuid", nullable: false),
                    claimtype = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    claimvalue = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_aspnetuserclaims", x => x.id);
                    table.ForeignKey(
                        name: "fk_aspnetuserclaims_aspnetusers_userid",
                        column: x => x.userid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "aspnetuserlogins",
                columns: table => new
                {
                    loginprovider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    providerkey = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    providerdisplayname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    userid = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_aspnetuserlogins", x => new { x.loginprovider, x.providerkey });
                    table.ForeignKey(
                        name: "fk_aspnetuserlogins_aspnetusers_userid",
                        column: x => x.userid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "aspnetusertokens",
                columns: table => new
                {
                    userid = table.Column<Guid>(type: "uuid", nullable: false),
                    loginprovider = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    value = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_aspnetusertokens", x => new { x.userid, x.loginprovider, x.name });
                    table.ForeignKey(
                        name: "fk_aspnetusertokens_aspnetusers_userid",
                        column: x => x.userid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "briefings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    returnreason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bookedbyid = table.Column<Guid>(type: "uuid", nullable: false),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    chairroomid = table.Column<Guid>(type: "uuid", nullable: false),
                    setupminutes = table.Column<int>(type: "integer", nullable: false),
                    secrecy = table.Column<string>(type: "text", nullable: false, defaultValue: "Open", collation: "C"),
                    protection = table.Column<string>(type: "text", nullable: false, defaultValue: "Default", collation: "C"),
                    recording = table.Column<string>(type: "text", nullable: false, defaultValue: "None", collation: "C"),
                    dossier = table.Column<string>(type: "text", nullable: false, defaultValueSql: "'{}'", collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_briefings", x => x.id);
                    table.ForeignKey(
                        name: "fk_briefings_aspnetusers_bookedbyid",
                        column: x => x.bookedbyid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "feeds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    accountid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    targetid = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    lastusedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feeds", x => x.id);
                    table.ForeignKey(
                        name: "fk_feeds_aspnetusers_accountid",
                        column: x => x.accountid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "presets",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ownerid = table.Column<Guid>(type: "uuid", nullable: false),
                    unitid = table.Column<Guid>(type: "uuid", nullable: true),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_presets", x => x.id);
                    table.ForeignKey(
                        name: "fk_presets_aspnetusers_ownerid",
                        column: x => x.ownerid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    accountid = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    createdat = table.Column<long>(type: "bigint", nullable: false),
                    lastusedat = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_tokens_aspnetusers_accountid",
                        column: x => x.accountid,
                        principalTable: "aspnetusers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recordingfiles",
                columns: table => new
                {
                    recordingid = table.Column<Guid>(type: "uuid", nullable: false),
                    file = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    roomid = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    milliseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recordingfiles", x => new { x.recordingid, x.file });
                    table.ForeignKey(
                        name: "fk_recordingfiles_recordings_recordingid",
                        column: x => x.recordingid,
                        principalTable: "recordings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sites",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    shortname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    unitid = table.Column<Guid>(type: "uuid", nullable: true),
                    contactname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sites", x => x.id);
                    table.ForeignKey(
                        name: "fk_sites_units_unitid",
                        column: x => x.unitid,
                        principalTable: "units",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    fileid = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    addedby = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    addedat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => x.id);
                    table.ForeignKey(
                        name: "fk_documents_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_history_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    told = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitations", x => x.briefingid);
                    table.ForeignKey(
                        name: "fk_invitations_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "letters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    occurrenceid = table.Column<Guid>(type: "uuid", nullable: true),
                    leadminutes = table.Column<int>(type: "integer", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    usefuluntil = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_letters", x => x.id);
                    table.ForeignKey(
                        name: "fk_letters_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "occurrences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<long>(type: "bigint", nullable: false),
                    end = table.Column<long>(type: "bigint", nullable: false),
                    connectat = table.Column<long>(type: "bigint", nullable: false),
                    extendedsteps = table.Column<int>(type: "integer", nullable: false),
                    endedat = table.Column<long>(type: "bigint", nullable: true),
                    dialinnumber = table.Column<int>(type: "integer", nullable: true),
                    guestpin = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    hostpin = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    ruleday = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    edited = table.Column<bool>(type: "boolean", nullable: false),
                    defective = table.Column<bool>(type: "boolean", nullable: false),
                    title = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    chairroomid = table.Column<Guid>(type: "uuid", nullable: true),
                    dossier = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    setupminutes = table.Column<int>(type: "integer", nullable: false),
                    agendapoint = table.Column<int>(type: "integer", nullable: true),
                    agendasince = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_occurrences", x => x.id);
                    table.ForeignKey(
                        name: "fk_occurrences_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "series",
                columns: table => new
                {
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    zone = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    firstday = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    starttime = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lengthseconds = table.Column<int>(type: "integer", nullable: false),
                    except = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    onholiday = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    onclash = table.Column<string>(type: "text", nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_series", x => x.briefingid);
                    table.ForeignKey(
                        name: "fk_series_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "presethistory",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    presetid = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    who = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    action = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    detail = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_presethistory", x => x.id);
                    table.ForeignKey(
                        name: "fk_presethistory_presets_presetid",
                        column: x => x.presetid,
                        principalTable: "presets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rooms",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    shortname = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    siteid = table.Column<Guid>(type: "uuid", nullable: true),
                    unitid = table.Column<Guid>(type: "uuid", nullable: true),
                    contactname = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    mail = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    phone = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    active = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rooms", x => x.id);
                    table.ForeignKey(
                        name: "fk_rooms_sites_siteid",
                        column: x => x.siteid,
                        principalTable: "sites",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_rooms_units_unitid",
                        column: x => x.unitid,
                        principalTable: "units",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    letterid = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    rooms = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    dueat = table.Column<long>(type: "bigint", nullable: false),
                    sentat = table.Column<long>(type: "bigint", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                    table.ForeignKey(
                        name: "fk_outbox_letters_letterid",
                        column: x => x.letterid,
                        principalTable: "letters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "briefingrooms",
                columns: table => new
                {
                    briefingid = table.Column<Guid>(type: "uuid", nullable: false),
                    roomid = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    optional = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_briefingrooms", x => new { x.briefingid, x.roomid });
                    table.ForeignKey(
                        name: "fk_briefingrooms_briefings_briefingid",
                        column: x => x.briefingid,
                        principalTable: "briefings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_briefingrooms_rooms_roomid",
                        column: x => x.roomid,
                        principalTable: "rooms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "endpoints",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    roomid = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    position = table.Column<int>(type: "integer", nullable: false),
                    outgoinguser = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    outgoingsecret = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    certificate = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    certifieduntil = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_endpoints", x => x.id);
                    table.ForeignKey(
                        name: "fk_endpoints_rooms_roomid",
                        column: x => x.roomid,
                        principalTable: "rooms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "occurrencerooms",
                columns: table => new
                {
                    occurrenceid = table.Column<Guid>(type: "uuid", nullable: false),
                    roomid = table.Column<Guid>(type: "uuid", nullable: false),
                    start = table.Column<long>(type: "bigint", nullable: false),
                    end = table.Column<long>(type: "bigint", nullable: false),
                    off = table.Column<bool>(type: "boolean", nullable: false),
                    optional = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_occurrencerooms", x => new { x.occurrenceid, x.roomid });
                    table.ForeignKey(
                        name: "fk_occurrencerooms_occurrences_occurrenceid",
                        column: x => x.occurrenceid,
                        principalTable: "occurrences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_occurrencerooms_rooms_roomid",
                        column: x => x.roomid,
                        principalTable: "rooms",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_aspnetuserclaims_userid",
                table: "aspnetuserclaims",
                column: "userid");

            migrationBuilder.CreateIndex(
                name: "ix_aspnetuserlogins_userid",
                table: "aspnetuserlogins",
                column: "userid");

            migrationBuilder.CreateIndex(
                name: "emailindex",
                table: "aspnetusers",
                column: "normalizedemail");

            migrationBuilder.CreateIndex(
                name: "usernameindex",
                table: "aspnetusers",
                column: "normalizedusername",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_briefingrooms_roomid",
                table: "briefingrooms",
                column: "roomid");

            migrationBuilder.CreateIndex(
                name: "ix_briefings_bookedbyid",
                table: "briefings",
                column: "bookedbyid");

            migrationBuilder.CreateIndex(
                name: "ix_documents_briefingid",
                table: "documents",
                column: "briefingid");

            migrationBuilder.CreateIndex(
                name: "ix_endpoints_roomid",
                table: "endpoints",
                column: "roomid");

            migrationBuilder.CreateIndex(
                name: "ix_feeds_accountid",
                table: "feeds",
                column: "accountid");

            migrationBuilder.CreateIndex(
                name: "ix_feeds_hash",
                table: "feeds",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_history_briefingid",
                table: "history",
                column: "briefingid");

            migrationBuilder.CreateIndex(
                name: "ix_legs_conferenceid",
                table: "legs",
                column: "conferenceid");

            migrationBuilder.CreateIndex(
                name: "ix_letters_at",
                table: "letters",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_letters_briefingid",
                table: "letters",
                column: "briefingid");

            migrationBuilder.CreateIndex(
                name: "ix_letters_occurrenceid_leadminutes",
                table: "letters",
                columns: new[] { "occurrenceid", "leadminutes" });

            migrationBuilder.CreateIndex(
                name: "ix_occurrencerooms_roomid_off_start_end_occurrenceid",
                table: "occurrencerooms",
                columns: new[] { "roomid", "off", "start", "end", "occurrenceid" });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_briefingid",
                table: "occurrences",
                column: "briefingid");

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_dialinnumber_start",
                table: "occurrences",
                columns: new[] { "dialinnumber", "start" });

            migrationBuilder.CreateIndex(
                name: "ix_occurrences_start",
                table: "occurrences",
                column: "start");

            migrationBuilder.CreateIndex(
                name: "ix_oncekeys_at",
                table: "oncekeys",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_letterid",
                table: "outbox",
                column: "letterid");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_state_dueat",
                table: "outbox",
                columns: new[] { "state", "dueat" });

            migrationBuilder.CreateIndex(
                name: "ix_plans_endat",
                table: "plans",
                column: "endat");

            migrationBuilder.CreateIndex(
                name: "ix_presethistory_presetid",
                table: "presethistory",
                column: "presetid");

            migrationBuilder.CreateIndex(
                name: "ix_presets_kind_unitid",
                table: "presets",
                columns: new[] { "kind", "unitid" });

            migrationBuilder.CreateIndex(
                name: "ix_presets_ownerid",
                table: "presets",
                column: "ownerid");

            migrationBuilder.CreateIndex(
                name: "ix_recordings_briefingid",
                table: "recordings",
                column: "briefingid");

            migrationBuilder.CreateIndex(
                name: "ix_rooms_siteid",
                table: "rooms",
                column: "siteid");

            migrationBuilder.CreateIndex(
                name: "ix_rooms_unitid",
                table: "rooms",
                column: "unitid");

            migrationBuilder.CreateIndex(
                name: "ix_sipaccounts_username",
                table: "sipaccounts",
                column: "username",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sites_unitid",
                table: "sites",
                column: "unitid");

            migrationBuilder.CreateIndex(
                name: "ix_tokens_accountid",
                table: "tokens",
                column: "accountid");

            migrationBuilder.CreateIndex(
                name: "ix_tokens_hash",
                table: "tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_units_parentid",
                table: "units",
                column: "parentid");

            migrationBuilder.Sql(OverlapConstraint.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "aspnetuserclaims");

            migrationBuilder.DropTable(
                name: "aspnetuserlogins");

            migrationBuilder.DropTable(
                name: "aspnetusertokens");

            migrationBuilder.DropTable(
                name: "briefingrooms");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "endpoints");

            migrationBuilder.DropTable(
                name: "facts");

            migrationBuilder.DropTable(
                name: "feeds");

            migrationBuilder.DropTable(
                name: "history");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "legs");

            migrationBuilder.DropTable(
                name: "nodeinstances");

            migrationBuilder.DropTable(
                name: "occurrencerooms");

            migrationBuilder.DropTable(
                name: "officialdays");

            migrationBuilder.DropTable(
                name: "oncekeys");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "presethistory");

            migrationBuilder.DropTable(
                name: "recordingfiles");

            migrationBuilder.DropTable(
                name: "series");

            migrationBuilder.DropTable(
                name: "sipaccounts");

            migrationBuilder.DropTable(
                name: "tokens");

            migrationBuilder.DropTable(
                name: "occurrences");

            migrationBuilder.DropTable(
                name: "rooms");

            migrationBuilder.DropTable(
                name: "letters");

            migrationBuilder.DropTable(
                name: "presets");

            migrationBuilder.DropTable(
                name: "recordings");

            migrationBuilder.DropTable(
                name: "sites");

            migrationBuilder.DropTable(
                name: "briefings");

            migrationBuilder.DropTable(
                name: "units");

            migrationBuilder.DropTable(
                name: "aspnetusers");
        }
    }
}
