using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WeChatPlatform.Rag.Migrations
{
    /// <inheritdoc />
    public partial class Knowledge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "section",
                table: "chunks",
                newName: "title");

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "chunks",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<int>(
                name: "added",
                table: "releases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "by",
                table: "releases",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "faults",
                table: "releases",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<bool>(
                name: "is_kept",
                table: "releases",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "live_at",
                table: "releases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "releases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "probes",
                table: "releases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "questions",
                table: "releases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "questions_passed",
                table: "releases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "refusal",
                table: "releases",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "restores",
                table: "releases",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "retired",
                table: "releases",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "state",
                table: "releases",
                type: "text",
                nullable: false,
                defaultValue: "live");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "verified_at",
                table: "releases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "published_at",
                table: "documents",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<int>(
                name: "newest",
                table: "documents",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "documents",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "category",
                table: "chunks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "created_at",
                table: "chunks",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "edit_of",
                table: "chunks",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "chunks",
                type: "text",
                nullable: false,
                defaultValue: "document");

            migrationBuilder.AddColumn<int>(
                name: "page",
                table: "chunks",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<List<string>>(
                name: "similar",
                table: "chunks",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "collections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    chunk_size = table.Column<int>(type: "integer", nullable: true),
                    chunk_overlap = table.Column<int>(type: "integer", nullable: true),
                    direct_answer = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_collections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "index_entries",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    chunk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    collection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    products = table.Column<List<string>>(type: "text[]", nullable: false),
                    audiences = table.Column<List<string>>(type: "text[]", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    from_release = table.Column<long>(type: "bigint", nullable: false),
                    until_release = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_index_entries", x => x.entry_id);
                    table.ForeignKey(
                        name: "fk_index_entries_chunks_chunk_id",
                        column: x => x.chunk_id,
                        principalTable: "chunks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_jobs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    url = table.Column<string>(type: "text", nullable: true),
                    collection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    redacts = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    step = table.Column<string>(type: "text", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: true),
                    message = table.Column<string>(type: "text", nullable: true),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    added = table.Column<int>(type: "integer", nullable: false),
                    kept = table.Column<int>(type: "integer", nullable: false),
                    removed = table.Column<int>(type: "integer", nullable: false),
                    duplicates = table.Column<int>(type: "integer", nullable: false),
                    redactions = table.Column<int>(type: "integer", nullable: false),
                    bytes = table.Column<long>(type: "bigint", nullable: false),
                    is_cancel_wanted = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ingestion_jobs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "test_questions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    question = table.Column<string>(type: "text", nullable: false),
                    expects = table.Column<string>(type: "text", nullable: true),
                    document_id = table.Column<Guid>(type: "uuid", nullable: true),
                    expects_nothing = table.Column<bool>(type: "boolean", nullable: false),
                    top = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_questions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vectors",
                columns: table => new
                {
                    model = table.Column<string>(type: "text", nullable: false),
                    text_hash = table.Column<string>(type: "text", nullable: false),
                    values = table.Column<float[]>(type: "real[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vectors", x => new { x.model, x.text_hash });
                });

            migrationBuilder.CreateTable(
                name: "document_versions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    content_hash = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    chunk_size = table.Column<int>(type: "integer", nullable: true),
                    chunk_overlap = table.Column<int>(type: "integer", nullable: true),
                    collection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    products = table.Column<List<string>>(type: "text[]", nullable: false),
                    audiences = table.Column<List<string>>(type: "text[]", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_until = table.Column<DateOnly>(type: "date", nullable: true),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    is_frozen = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_document_versions_collections_collection_id",
                        column: x => x.collection_id,
                        principalTable: "collections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_document_versions_documents_document_id",
                        column: x => x.document_id,
                        principalTable: "documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ingestion_contents",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ingestion_contents", x => x.job_id);
                    table.ForeignKey(
                        name: "fk_ingestion_contents_ingestion_jobs_job_id",
                        column: x => x.job_id,
                        principalTable: "ingestion_jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "document_releases",
                columns: table => new
                {
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_release = table.Column<long>(type: "bigint", nullable: false),
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    until_release = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_releases", x => new { x.document_id, x.from_release });
                    table.ForeignKey(
                        name: "fk_document_releases_document_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "document_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "draft_changes",
                columns: table => new
                {
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version_id = table.Column<Guid>(type: "uuid", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_draft_changes", x => x.document_id);
                    table.ForeignKey(
                        name: "fk_draft_changes_document_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "document_versions",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_draft_changes_documents_document_id",
                        column: x => x.document_id,
                        principalTable: "documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "version_chunks",
                columns: table => new
                {
                    version_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    chunk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_version_chunks", x => new { x.version_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_version_chunks_chunks_chunk_id",
                        column: x => x.chunk_id,
                        principalTable: "chunks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_version_chunks_document_versions_version_id",
                        column: x => x.version_id,
                        principalTable: "document_versions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_collections_name",
                table: "collections",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_document_releases_version_id",
                table: "document_releases",
                column: "version_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_versions_collection_id",
                table: "document_versions",
                column: "collection_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_versions_number",
                table: "document_versions",
                columns: new[] { "document_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_draft_changes_version_id",
                table: "draft_changes",
                column: "version_id");

            migrationBuilder.CreateIndex(
                name: "ix_index_entries_chunk_id",
                table: "index_entries",
                column: "chunk_id");

            migrationBuilder.CreateIndex(
                name: "ix_index_entries_document_id",
                table: "index_entries",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_index_entries_from_release",
                table: "index_entries",
                column: "from_release");

            migrationBuilder.CreateIndex(
                name: "ix_index_entries_until_release",
                table: "index_entries",
                column: "until_release");

            migrationBuilder.CreateIndex(
                name: "ix_ingestion_jobs_state_not_before",
                table: "ingestion_jobs",
                columns: new[] { "state", "not_before" });

            migrationBuilder.CreateIndex(
                name: "ix_test_questions_question",
                table: "test_questions",
                column: "question",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_version_chunks_chunk_id",
                table: "version_chunks",
                column: "chunk_id");

            // What is in force becomes the first versions, shown by the release in force. Earlier releases keep their rows; what they
            // showed was never kept.
            migrationBuilder.Sql(
                """
                insert into collections (id, name, created_at) values ('01900000-0000-7000-8000-000000000001', '默认', now());

                insert into chunks (id, document_id, ordinal, title, text, kind, "similar", category)
                select id, document_id, ordinal, question, answer, 'faq', "similar", category from faq_entries;

                update chunks set created_at = documents.published_at from documents where documents.id = chunks.document_id;

                update documents set version = 1, newest = 1;

                insert into document_versions (
                    id, document_id, number, kind, content_hash, format, collection_id, products, audiences, faults, created_at, created_by, is_frozen)
                select
                    gen_random_uuid(), id, 1, kind, content_hash, coalesce(lower(substring(name from '\.([^.]*)$')), ''),
                    '01900000-0000-7000-8000-000000000001', '{}', '{}', '[]', published_at, origin, true
                from documents;

                insert into version_chunks (version_id, ordinal, chunk_id, is_enabled)
                select
                    document_versions.id, row_number() over (partition by chunks.document_id order by chunks.ordinal, chunks.id) - 1, chunks.id, true
                from chunks join document_versions on document_versions.document_id = chunks.document_id;

                update releases set live_at = at, is_kept = number = (select max(number) from releases);

                insert into document_releases (document_id, from_release, version_id)
                select documents.id, (select max(number) from releases), document_versions.id
                from documents join document_versions on document_versions.document_id = documents.id
                where documents.retired_at is null and exists (select from releases);

                insert into index_entries (entry_id, chunk_id, document_id, collection_id, products, audiences, from_release)
                select
                    gen_random_uuid(), chunks.id, chunks.document_id, '01900000-0000-7000-8000-000000000001', '{}', '{}',
                    (select max(number) from releases)
                from chunks join documents on documents.id = chunks.document_id
                where documents.retired_at is null and exists (select from releases);
                """);

            migrationBuilder.DropTable(
                name: "faq_entries");

            migrationBuilder.DropColumn(
                name: "ordinal",
                table: "chunks");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "faq_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<string>(type: "text", nullable: false),
                    category = table.Column<string>(type: "text", nullable: true),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    question = table.Column<string>(type: "text", nullable: false),
                    similar = table.Column<List<string>>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_faq_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_faq_entries_documents_document_id",
                        column: x => x.document_id,
                        principalTable: "documents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_faq_entries_document_id",
                table: "faq_entries",
                column: "document_id");

            migrationBuilder.AddColumn<int>(
                name: "ordinal",
                table: "chunks",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Only what is in force has a place in the tables before.
            migrationBuilder.Sql(
                """
                update chunks set ordinal = version_chunks.ordinal
                from version_chunks join document_releases on document_releases.version_id = version_chunks.version_id
                where version_chunks.chunk_id = chunks.id and document_releases.until_release is null;

                insert into faq_entries (id, document_id, ordinal, question, "similar", answer, category)
                select chunks.id, chunks.document_id, chunks.ordinal, title, "similar", text, category
                from chunks join index_entries on index_entries.chunk_id = chunks.id
                where chunks.kind = 'faq' and until_release is null;

                create temporary table shown on commit drop as select chunk_id from index_entries where until_release is null;
                delete from index_entries;
                delete from version_chunks;
                delete from chunks where kind = 'faq' or id not in (select chunk_id from shown);
                delete from draft_changes;
                delete from document_releases;
                delete from document_versions;
                delete from documents where published_at is null;
                delete from releases where state <> 'live';
                """);

            migrationBuilder.DropTable(
                name: "document_releases");

            migrationBuilder.DropTable(
                name: "draft_changes");

            migrationBuilder.DropTable(
                name: "index_entries");

            migrationBuilder.DropTable(
                name: "ingestion_contents");

            migrationBuilder.DropTable(
                name: "test_questions");

            migrationBuilder.DropTable(
                name: "vectors");

            migrationBuilder.DropTable(
                name: "version_chunks");

            migrationBuilder.DropTable(
                name: "ingestion_jobs");

            migrationBuilder.DropTable(
                name: "document_versions");

            migrationBuilder.DropTable(
                name: "collections");

            migrationBuilder.DropColumn(
                name: "added",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "by",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "faults",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "is_kept",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "live_at",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "note",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "probes",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "questions",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "questions_passed",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "refusal",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "restores",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "retired",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "state",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "verified_at",
                table: "releases");

            migrationBuilder.DropColumn(
                name: "newest",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "version",
                table: "documents");

            migrationBuilder.DropColumn(
                name: "category",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "created_at",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "edit_of",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "page",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "similar",
                table: "chunks");

            migrationBuilder.DropColumn(
                name: "version",
                table: "chunks");

            migrationBuilder.RenameColumn(
                name: "title",
                table: "chunks",
                newName: "section");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "published_at",
                table: "documents",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);
        }
    }
}
